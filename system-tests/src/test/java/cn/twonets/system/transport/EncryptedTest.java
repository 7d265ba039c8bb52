package cn.twonets.system.transport;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.place.Exit;
import cn.twonets.system.kit.County;
import cn.twonets.transport.Transport;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** One product in which nothing is plain and nobody may do more than is listed; started once for all of these. */
class EncryptedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SOON_MILLIS = 10_000;

    @TempDir
    private static Path folder;

    private static EncryptedProduct product;
    private static County county;

    @BeforeAll
    static void start() throws IOException {
        product = EncryptedProduct.start(folder);
        county = new County(product.api());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void aNeedLivesToItsEnd() {
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(need, match -> !match.path("candidates").isEmpty());
        county.refer(need, VILLAGE_LEADER, "dangerous-house-rebuild");
        JsonNode offered = county.awaitReferral(need, "requested");
        County.ok(county.answer(offered, "acceptance", Map.of()));
        County.ok(county.answer(offered, "delivery", Map.of("evidence", "report/sample")));
        county.confirm(need, "SOLVED");
        county.awaitCase(need, "CLOSED");
        JsonNode timeline = county.read(County.VILLAGE_MEMBER, "/api/v1/needs/" + need + "/timeline");
        assertThat(timeline.path("incomplete").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"gateway", "intake", "dispatch", "resource", "issuer", "gateway-management",
            "intake-management", "dispatch-management", "resource-management"})
    void answersByTlsOnly(String part) throws Exception {
        URI open = product.open().get(part);

        assertThat(get(product.trusting(), open)).isEqualTo(200);
        assertThatThrownBy(() -> get(product.deceived(), open)).isInstanceOf(SSLHandshakeException.class);
        assertThat(plainly(open)).doesNotContain(" 200 ").doesNotContain("UP").doesNotContain("keys");
    }

    @Test
    void theStoreAnswersByTlsOnly() {
        String plainUri = product.ports().storeUri().replace("&tls=true", "");

        assertThat(ping(product.ports().storeUri(), product.trusting())).containsKey("ok");
        assertThatThrownBy(() -> ping(product.ports().storeUri(), product.deceived()))
                .isInstanceOf(MongoTimeoutException.class)
                .hasMessageContaining("SSLHandshakeException");
        assertThatThrownBy(() -> ping(plainUri, Transport.plain())).isInstanceOf(MongoTimeoutException.class);
    }

    @Test
    void theBrokerAnswersByTlsOnly() throws Exception {
        assertThat(topicsSeenBy(product.kafka("ops"))).contains("twonets.needs.v1", "twonets.audit.v1");
        assertRefused(SslAuthenticationException.class, () -> topicsSeenBy(
                product.kafka("ops", product.passwordFile("ops"), product.deceived())));
        Map<String, Object> plain = new HashMap<>(product.kafka("ops", product.passwordFile("ops"), Transport.plain()));
        assertThatThrownBy(() -> topicsSeenBy(plain)).isInstanceOf(ExecutionException.class);
        assertThatThrownBy(() -> handshake(product.ports().kafkaController(), product.deceived()))
                .isInstanceOf(SSLException.class);
        assertThat(handshake(product.ports().kafkaController(), product.trusting())).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"intake, dispatch", "nobody, intake", "broker, intake"})
    void whoCannotProveWhoItIsMayDoNothing(String user, String passwordOf) {
        assertRefused(SaslAuthenticationException.class, () -> topicsSeenBy(
                product.kafka(user, product.passwordFile(passwordOf), product.trusting())));
    }

    /** Each line: a user, a topic that is its own to write, one that it takes, and one that is none of its business. */
    @ParameterizedTest
    @CsvSource({
            "intake, twonets.needs.v1, twonets.dispatch.v1, twonets.aid.v1",
            "dispatch, twonets.dispatch.v1, twonets.resolutions.v1, twonets.households.v1",
            "resource, twonets.resolutions.v1, twonets.dispatch.v1, twonets.needs.v1"})
    void eachServiceMayDoItsOwnWorkOnly(String user, String own, String taken, String foreign) throws Exception {
        assertThat(topicsSeenBy(product.kafka(user))).contains(own, taken).doesNotContain(foreign);
        // nobody is refused what there is nothing of
        await().atMost(PATIENCE).until(() -> read("ops", "twonets.audit.v1") > 0);
        read(user, own);
        read(user, taken);
        assertRefused(TopicAuthorizationException.class, () -> read(user, foreign));
        assertRefused(TopicAuthorizationException.class, () -> read(user, "twonets.audit.v1"));
        for (String denied : List.of(taken, foreign, taken + ".ops.dlt")) {
            assertRefused(TopicAuthorizationException.class, () -> write(user, denied));
        }
        for (String denied : List.of(own, taken, foreign)) {
            assertRefused(TopicAuthorizationException.class, () -> delete(user, denied));
        }
        assertRefused(TopicAuthorizationException.class, () -> create(user, "twonets.made-up.v1"));
        assertRefused(GroupAuthorizationException.class, () -> join(user, taken, "somebody-else"));
        assertRefused(ClusterAuthorizationException.class, () -> rights(user));
    }

    @Test
    void operatorsReadEverythingAndChangeNothing() throws Exception {
        for (String topic : topicsSeenBy(product.kafka("ops"))) {
            read("ops", topic);
        }
        assertRefused(TopicAuthorizationException.class, () -> write("ops", "twonets.needs.v1"));
        assertRefused(TopicAuthorizationException.class, () -> delete("ops", "twonets.needs.v1"));
        assertRefused(TopicAuthorizationException.class, () -> create("ops", "twonets.made-up.v1"));
        assertRefused(ClusterAuthorizationException.class, () -> rights("ops"));
        assertRefused(GroupAuthorizationException.class, () -> join("ops", "twonets.needs.v1", "dispatch"));
    }

    @Test
    void commandsFindTheirWayByTheFolderAlone() {
        assertThat(run("audit", "verify")).contains("anchors");
        assertThat(run("lost")).contains("Nothing was restored");
        assertThat(run("reconcile")).contains("intake", "dispatch", "resource");
        run("dead-letters", "list");
        run("backup", "--to", folder.resolve("backup").toString(), "--without-keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reconcile", "dead-letters list", "lost"})
    void commandsSpeakToNobodyWhomTheyDoNotTrust(String command) {
        Said said = say(List.of((command + " --ca " + product.otherAuthority()).split(" ")));

        assertThat(said.exit()).as(said.text()).isEqualTo(Exit.NOT_RUNNING.code());
        assertThat(said.text()).doesNotContain("Nothing answers");
    }

    @Test
    void aRenewedCertificateIsTakenUpWithoutARestart() throws Exception {
        String before = handshake(product.ports().gateway(), product.trusting());
        product.renewCertificate();

        for (int port : new int[]{product.ports().gateway(), product.ports().intake(),
                product.ports().management()}) {
            await().atMost(PATIENCE).untilAsserted(
                    () -> assertThat(handshake(port, product.trusting())).isNotEqualTo(before));
        }
        county.report(county.dangerousHouse(), "housing");
    }

    @Test
    void noPasswordIsEverWrittenDownElsewhere() throws IOException {
        StringBuilder written = new StringBuilder(product.output());
        try (Stream<Path> logs = Files.walk(product.data().resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                written.append(Files.readString(log, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(written).contains("Ready");
        for (String user : List.of("intake", "dispatch", "resource", "ops")) {
            assertThat(written).doesNotContain(Files.readString(product.passwordFile(user)).strip());
        }
    }

    private static int get(Transport transport, URI uri) throws IOException, InterruptedException {
        return transport.http().build()
                .send(HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** What comes back to a request that is not encrypted; nothing, if the connection is closed. */
    private static String plainly(URI uri) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), uri.getPort())) {
            socket.setSoTimeout(SOON_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + uri.getPath() + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (java.net.SocketException reset) {
            return "";
        }
    }

    /** The number of the certificate that a port shows. */
    private static String handshake(int port, Transport transport) throws IOException {
        try (SSLSocket socket = (SSLSocket) transport.context().orElseThrow().getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(SOON_MILLIS);
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber().toString();
        }
    }

    private static Document ping(String uri, Transport transport) {
        try (MongoClient client = cn.twonets.delivery.mongo.StoreSettings.open(uri, "test", transport, List.of(),
                List.of())) {
            return client.getDatabase("intake").runCommand(new Document("ping", 1));
        }
    }

    private static List<String> topicsSeenBy(Map<String, Object> client) throws Exception {
        try (Admin admin = Admin.create(client)) {
            return new ArrayList<>(admin.listTopics().names().get());
        }
    }

    /** The first partition, to where it ends now; tells where that is. */
    private static long read(String user, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(user, Map.of())) {
            List<TopicPartition> first = List.of(new TopicPartition(topic, 0));
            consumer.assign(first);
            consumer.seekToBeginning(first);
            long end = consumer.endOffsets(first).get(first.getFirst());
            while (consumer.position(first.getFirst()) < end) {
                consumer.poll(Duration.ofSeconds(1));
            }
            return end;
        }
    }

    private static void join(String user, String topic, String group) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(user, Map.of("group.id", group))) {
            consumer.subscribe(List.of(topic));
            consumer.poll(Duration.ofSeconds(20));
        }
    }

    private static KafkaConsumer<byte[], byte[]> consumer(String user, Map<String, Object> more) {
        Map<String, Object> settings = product.kafka(user);
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        settings.putAll(more);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static void write(String user, String topic) throws Exception {
        Map<String, Object> settings = product.kafka(user);
        settings.put("max.block.ms", 8_000);
        // what is refused is then the write itself, not the number that a producer asks for first
        settings.put("enable.idempotence", false);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[]{1}, new byte[]{2})).get();
        }
    }

    private static void delete(String user, String topic) throws Exception {
        try (Admin admin = Admin.create(product.kafka(user))) {
            admin.deleteTopics(List.of(topic)).all().get();
        }
    }

    private static void create(String user, String topic) throws Exception {
        try (Admin admin = Admin.create(product.kafka(user))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
    }

    private static void rights(String user) throws Exception {
        try (Admin admin = Admin.create(product.kafka(user))) {
            admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get();
        }
    }

    private static void assertRefused(Class<? extends Exception> how, ThrowingCallable act) {
        assertThatThrownBy(act).satisfies(failure -> assertThat(
                failure instanceof ExecutionException ? failure.getCause() : failure).isInstanceOf(how));
    }

    private static String run(String... words) {
        Said said = say(List.of(words));
        assertThat(said.exit()).as(said.text()).isZero();
        return said.text();
    }

    private static Said say(List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--data", product.data().toString()));
        StringWriter text = new StringWriter();
        int exit = TwoNets.commandLine()
                .setOut(new PrintWriter(text))
                .setErr(new PrintWriter(text))
                .execute(all.toArray(String[]::new));
        return new Said(exit, text.toString());
    }

    private record Said(int exit, String text) {}
}
