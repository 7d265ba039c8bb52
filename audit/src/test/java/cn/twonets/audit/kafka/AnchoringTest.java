package cn.twonets.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.twonets.audit.Actor;
import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Finding;
import cn.twonets.audit.file.Report;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.Verifier;
import cn.twonets.audit.file.WriteObserver;
import cn.twonets.broker.InProcessBroker;
import cn.twonets.delivery.kafka.KafkaSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Anchors reach the topic while a chain grows, at its end, and for a chain whose process could not see to it. */
class AnchoringTest {
    private static final Clock REAL = Clock.systemUTC();
    private static final Duration OFTEN = Duration.ofMillis(100);
    private static final Actor MEMBER = new Actor("village-member:411082110213", List.of("grid-member"));
    private static final Trace TRACE = new Trace("11111111-2222-3333-4444-555555555555",
            "0af7651916cd43dd8448eb211c80319c");

    @TempDir
    private static Path brokerFolder;
    private static InProcessBroker broker;
    private static KafkaSettings kafka;
    private static Producer<byte[], byte[]> producer;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startBroker() throws IOException {
        int[] ports = freePorts();
        broker = InProcessBroker.start(brokerFolder, ports[0], ports[1]);
        kafka = KafkaSettings.of("127.0.0.1:" + ports[0]);
        producer = new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterAll
    static void stopBroker() {
        producer.close();
        broker.close();
    }

    private static int[] freePorts() throws IOException {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new int[]{one.getLocalPort(), two.getLocalPort()};
        }
    }

    private Trail trail() {
        return new Trail("intake", TrailSettings.in(folder), REAL, new WriteObserver() {
            @Override
            public void kept(long entries) {
                // not looked at here
            }

            @Override
            public void refused() {
                // not looked at here
            }

            @Override
            public void outcomeLost() {
                // not looked at here
            }
        });
    }

    private static Anchoring anchoring(Trail trail, KafkaSettings where) {
        Anchoring anchoring = new Anchoring(trail, producer, where, REAL);
        anchoring.start(OFTEN);
        return anchoring;
    }

    private static Reference act(Trail trail) {
        return trail.keep(new Entry.Begun(MEMBER, "POST /api/v1/needs", List.of(), null, TRACE));
    }

    private static List<Anchor> anchors() {
        return AnchorReading.all(Map.of("bootstrap.servers", kafka.bootstrapServers())).anchors();
    }

    private static long anchored(ChainId chain) {
        return anchors().stream().map(Anchor::claim).filter(claim -> claim.chain().equals(chain))
                .mapToLong(Claim::entries).max().orElse(0);
    }

    private Report verify() throws IOException {
        return Verifier.verify(List.of(folder), anchors());
    }

    @Test
    void anchorsAGrowingChainAndItsEnd() throws IOException {
        Trail trail = trail();
        Anchoring anchoring = anchoring(trail, kafka);
        Reference first = act(trail);
        await().atMost(Duration.ofMinutes(1)).until(() -> anchored(first.chain()) >= first.number());
        Reference second = act(trail);
        await().atMost(Duration.ofMinutes(1)).until(() -> anchored(first.chain()) >= second.number());
        act(trail);
        anchoring.close();
        assertThat(anchored(first.chain())).as("closed as well").isEqualTo(5);
        Report whole = Verifier.verify(List.of(folder), of(first.chain()));
        assertThat(whole.findings()).isEmpty();
        assertThat(whole.unattested()).isZero();

        Path file = folder.resolve(first.chain() + ".jsonl");
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 4));
        assertThat(Verifier.verify(List.of(folder), of(first.chain())).findings()).singleElement()
                .extracting(Finding::kind, Finding::from).containsExactly(Finding.Kind.CUT, 5L);
        Files.delete(file);
        assertThat(Verifier.verify(List.of(folder), of(first.chain())).findings()).singleElement()
                .extracting(Finding::kind).isEqualTo(Finding.Kind.REMOVED);
    }

    @ParameterizedTest
    @ValueSource(strings = {Trail.AUDITOR, Trail.OPERATOR})
    void anchorsTheChainsOfCommands(String command) throws IOException {
        try (Anchoring anchoring = anchoring(trail(), kafka)) {
            Reference asked;
            try (Trail auditor = new Trail(command, TrailSettings.in(folder), REAL, WriteObserver.NOBODY)) {
                asked = auditor.keep(new Entry.Read(MEMBER, List.of("household-1"), "audit", "who-saw", TRACE));
            }
            await().atMost(Duration.ofMinutes(1)).until(() -> anchored(asked.chain()) == 3);
            Report whole = verify();
            assertThat(whole.findings()).filteredOn(one -> one.chain().equals(asked.chain())).isEmpty();
            Files.delete(folder.resolve(asked.chain() + ".jsonl"));
            assertThat(verify().findings()).filteredOn(one -> one.chain().equals(asked.chain())).singleElement()
                    .extracting(Finding::kind).isEqualTo(Finding.Kind.REMOVED);
        }
    }

    private static List<Anchor> of(ChainId chain) {
        return anchors().stream().filter(anchor -> anchor.claim().chain().equals(chain)).toList();
    }

    @Test
    void anchorsWhatAKilledProcessLeftBehind() {
        Reference left = act(trail());
        Trail next = trail();
        try (Anchoring anchoring = anchoring(next, kafka)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> anchored(left.chain()) == left.number());
        }
        assertThat(anchors().stream().filter(anchor -> anchor.claim().chain().equals(left.chain())))
                .as("told once, by the chain that found it").singleElement()
                .matches(anchor -> !anchor.by().equals(left.chain()));
    }

    @Test
    void keepsEntriesWhileKafkaIsAwayAndAnchorsThemWhenItIsBack() throws IOException {
        Trail trail = trail();
        int nobody = freePorts()[0];
        Reference kept;
        try (Producer<byte[], byte[]> lost = new KafkaProducer<>(impatient(nobody), new ByteArraySerializer(),
                new ByteArraySerializer())) {
            Anchoring away = new Anchoring(trail, lost, KafkaSettings.of("127.0.0.1:" + nobody), REAL);
            away.start(OFTEN);
            kept = act(trail);
            await().atMost(Duration.ofMinutes(1)).until(away::isFailing);
            act(trail);
            await().atMost(Duration.ofMinutes(1)).until(() -> away.behind() >= 2);
            away.close();
        }
        assertThat(anchored(kept.chain())).isZero();
        try (Anchoring back = anchoring(trail(), kafka)) {
            await().atMost(Duration.ofMinutes(1)).until(() -> anchored(kept.chain()) >= kept.number());
        }
    }

    private static Map<String, Object> impatient(int port) {
        Map<String, Object> settings = new java.util.HashMap<>(KafkaSettings.of("127.0.0.1:" + port).producer());
        settings.put("max.block.ms", 200);
        return settings;
    }

    @Test
    void saysHowManyRecordsAreNoAnchors() throws Exception {
        try (Anchoring anchoring = anchoring(trail(), kafka)) {
            Trail other = trail();
            act(other);
            await().atMost(Duration.ofMinutes(1)).ignoreExceptions().until(() -> !anchors().isEmpty());
        }
        long before = AnchorReading.all(Map.of("bootstrap.servers", kafka.bootstrapServers())).foreign();
        producer.send(new ProducerRecord<>(AnchorTopic.NAME, null, new byte[]{1, 2, 3})).get();
        producer.send(new ProducerRecord<>(AnchorTopic.NAME, null, "{\"chain\":\"x\"}".getBytes())).get();
        producer.send(new ProducerRecord<>(AnchorTopic.NAME, null, null)).get();
        assertThat(AnchorReading.all(Map.of("bootstrap.servers", kafka.bootstrapServers())).foreign())
                .isEqualTo(before + 3);
    }

    @Test
    void saysThatTheBrokerCannotBeHad() throws IOException {
        int nobody = freePorts()[0];
        assertThatThrownBy(() -> AnchorReading.all(Map.of("bootstrap.servers", "127.0.0.1:" + nobody)))
                .isInstanceOf(KafkaException.class);
    }
}
