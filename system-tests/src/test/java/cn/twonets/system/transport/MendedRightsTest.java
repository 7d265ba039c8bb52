package cn.twonets.system.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.twonets.broker.BrokerSecurity;
import cn.twonets.broker.InProcessBroker;
import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.kafka.DeadLetters;
import cn.twonets.delivery.kafka.EventConsumers;
import cn.twonets.delivery.kafka.EventTopics;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.LastingProducer;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Topic;
import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.certificates.SmallAuthority;
import cn.twonets.standalone.place.CertificateFolder;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import cn.twonets.transport.kafka.BrokerAccess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service's own clients on a broker that does not let them do their work at first. */
class MendedRightsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String USER = "tester";
    private static final String PASSWORD = "password-of-a-test";

    @TempDir
    private Path folder;
    private CertificateFolder certificates;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        new SmallAuthority(folder.resolve("certificates")).issue(List.of());
        certificates = CertificateFolder.at(folder.resolve("certificates"));
        port = ProductProcess.freeBase();
    }

    @Test
    void whatTheBrokerRefusedIsTakenUpOnceItsUserIsMadeAndItsRightsAreGiven() throws Exception {
        KafkaSettings kafka = settings();
        Producer<byte[], byte[]> producer = LastingProducer.of(
                () -> new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(), new ByteArraySerializer()));
        DeadLetters letters = new DeadLetters(producer, Clock.systemUTC(), new SimpleMeterRegistry());
        try (producer;
                EventConsumers consumers = new EventConsumers(kafka,
                        List.of(new Subscription<>(EventFamily.NEED, USER, events -> {})), letters,
                        new SimpleMeterRegistry(), Tracing.OFF)) {
            try (InProcessBroker broker = broker(Map.of(), List.of())) {
                assertThat(broker.bootstrapServers()).isEqualTo(kafka.bootstrapServers());
                consumers.start();
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(consumers.troubles())
                        .containsExactly("tester of twonets.needs.v1 is blocked"));
                await().atMost(PATIENCE).untilAsserted(
                        () -> assertThatThrownBy(() -> send(producer))
                                .hasCauseInstanceOf(AuthenticationException.class));
            }
            try (InProcessBroker broker = broker(Map.of(USER, PASSWORD), List.of())) {
                assertThat(broker.bootstrapServers()).isEqualTo(kafka.bootstrapServers());
                assertThatThrownBy(() -> EventTopics.ensure(kafka, List.of(EventTopics.of(Topic.NEEDS))))
                        .isInstanceOf(KafkaException.class)
                        .hasMessageContaining("[twonets.needs.v1]");
                await().atMost(PATIENCE).untilAsserted(
                        () -> assertThatThrownBy(() -> send(producer))
                                .hasCauseInstanceOf(AuthorizationException.class));
                assertThat(consumers.troubles()).containsExactly("tester of twonets.needs.v1 is blocked");
            }
            try (InProcessBroker broker = broker(Map.of(USER, PASSWORD), rights())) {
                assertThat(broker.bootstrapServers()).isEqualTo(kafka.bootstrapServers());
                EventTopics.ensure(kafka, List.of(EventTopics.of(Topic.NEEDS), EventTopics.of(Topic.DISPATCH)));
                await().atMost(PATIENCE).ignoreExceptions().until(() -> send(producer));
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(consumers.troubles()).isEmpty());
            }
        }
    }

    private static boolean send(Producer<byte[], byte[]> producer) throws Exception {
        return producer.send(new ProducerRecord<>(Topic.DISPATCH.topicName(), new byte[]{1}, new byte[]{2})).get()
                .hasOffset();
    }

    private InProcessBroker broker(Map<String, String> passwords, List<AclBinding> rights) {
        return InProcessBroker.start(folder.resolve("broker"), port, port + 1, new BrokerSecurity(
                DataFolder.text(certificates.certificate()), DataFolder.text(certificates.key()),
                DataFolder.text(certificates.authority()),
                passwords, rights));
    }

    private KafkaSettings settings() throws IOException {
        Path password = Files.writeString(folder.resolve("password"), PASSWORD);
        BrokerAccess access = BrokerAccess.of("127.0.0.1:" + port, Map.of(), USER, password,
                Transport.encrypted(certificates::context));
        return new KafkaSettings(access.bootstrapServers(), access.settings(), 1, 500, Duration.ofMillis(50),
                Duration.ofMillis(500));
    }

    private static List<AclBinding> rights() {
        List<AclBinding> rights = new ArrayList<>(List.of(right(ResourceType.GROUP, USER, AclOperation.READ)));
        for (Topic topic : List.of(Topic.NEEDS, Topic.DISPATCH)) {
            for (AclOperation may : List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE)) {
                rights.add(right(ResourceType.TOPIC, topic.topicName(), may));
            }
        }
        return rights;
    }

    private static AclBinding right(ResourceType type, String name, AclOperation may) {
        return new AclBinding(new ResourcePattern(type, name, PatternType.LITERAL),
                new AccessControlEntry("User:" + USER, "*", may, AclPermissionType.ALLOW));
    }
}
