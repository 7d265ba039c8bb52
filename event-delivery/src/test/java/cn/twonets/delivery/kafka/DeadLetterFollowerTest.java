package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.deadletters.DeadLetter;
import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.delivery.deadletters.WatchedTopic;
import cn.twonets.delivery.memory.InMemoryDeadLetterBox;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Topic;
import cn.twonets.telemetry.traces.Tracing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Each test has a broker of its own, so they run beside each other: they mostly wait. */
@Execution(ExecutionMode.CONCURRENT)
class DeadLetterFollowerTest {
    private static final String CONSUMER = "dispatch";
    private static final String CANARY = "CANARY-王小明-13800000000";
    private static final String NEED = "a2b3c4d5e6f7a2b3c4d5e6f7a2";
    private static final WatchedTopic WATCHED = new WatchedTopic(Topic.NEEDS, CONSUMER);

    @TempDir
    Path folder;
    private BrokerKit broker;
    private Producer<byte[], byte[]> producer;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final InMemoryDeadLetterBox box = new InMemoryDeadLetterBox();

    @BeforeEach
    void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new BrokerKit(folder).start();
        broker.create(EventTopics.of(Topic.NEEDS), EventTopics.deadLettersOf(Topic.NEEDS, CONSUMER));
        producer = broker.producer();
    }

    @AfterEach
    void stopAll() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
        producer.close(Duration.ZERO);
        broker.close();
    }

    private DeadLetterFollower follow(String group, DeadLetterBox into) {
        DeadLetterFollower follower = new DeadLetterFollower(
                broker.settings(),
                List.of(new WatchedTopic(Topic.NEEDS, group)),
                new DeadLetterRegister(into));
        opened.addFirst(follower);
        follower.start();
        return follower;
    }

    private void consume() {
        EventConsumers consumers = new EventConsumers(
                broker.settings(),
                List.of(new Subscription<>(EventFamily.NEED, CONSUMER, newest -> {})),
                new DeadLetters(producer, Clock.systemUTC(), meters),
                meters,
                Tracing.OFF);
        opened.addFirst(consumers);
        consumers.start();
    }

    private void send(@Nullable String key, byte @Nullable [] value, String... headers) throws Exception {
        ProducerRecord<byte[], byte[]> sound = BrokerKit.need(NEED, 1);
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                sound.topic(),
                2,
                key == null ? null : bytes(key),
                value,
                sound.headers());
        for (int i = 0; i < headers.length; i += 2) {
            record.headers().remove(headers[i]).add(headers[i], bytes(headers[i + 1]));
        }
        producer.send(record).get();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private DeadLetter letter(long offset) {
        return box.find("twonets.needs.v1-2-" + offset).orElseThrow();
    }

    private void awaitLetters(int count) {
        Awaitility.await().untilAsserted(() -> assertThat(all(box)).hasSize(count));
    }

    private static List<DeadLetter> all(DeadLetterBox box) {
        return box.list(new DeadLetterBox.Wanted(null, null, null), null, 100);
    }

    @Test
    void entersWhatAConsumerPutAsideWithoutAnyValueOfIt() throws Exception {
        send(NEED, bytes("{\"happened\":{\"by\":\"" + CANARY + "\"},\"state\":{\"" + CANARY + "\":\"housing\"}}"));
        send(CANARY, bytes("{\"" + CANARY));
        send(NEED, bytes("\"" + CANARY + "\""), "ce_type", CANARY, "ce_id", "/twonets/intake/" + CANARY + "/0.1");
        send(NEED, null, "dlt_topic", CANARY, "dlt_cause", CANARY, "dlt_code", CANARY, "dlt_partition", CANARY);
        consume();
        follow(CONSUMER, box);
        awaitLetters(4);
        assertThat(letter(0).shown().key()).isEqualTo(NEED);
        assertThat(letter(0).shown().payload()).isEqualTo(
                "{happened:{by:string(" + CANARY.length() + ")},state:{name(" + CANARY.length() + "):\"housing\"}}");
        assertThat(letter(0).shown().type()).isEqualTo("cn.twonets.need.amended.v1");
        assertThat(letter(0).cause()).isEqualTo(new DeadLetter.Cause("does-not-fit", "/by"));
        assertThat(letter(1).shown().payload()).startsWith("{ … (broken at line 1");
        assertThat(letter(1).cause().code()).isEqualTo("broken-json");
        assertThat(letter(1).shown().key()).isNull();
        assertThat(letter(2).cause().code()).isEqualTo("unknown-type");
        assertThat(letter(2).shown().type()).isNull();
        assertThat(letter(3).cause().code()).isEqualTo("no-value");
        assertThat(letter(3).shown().bytes()).isZero();
        assertThat(all(box)).allSatisfy(entry -> {
            assertThat(entry.toString()).doesNotContain("CANARY").doesNotContain("王小明").doesNotContain("1380000");
            assertThat(entry.consumer()).isEqualTo(CONSUMER);
            assertThat(entry.state()).isEqualTo(DeadLetter.State.OPEN);
        });
        assertThat(meters.getMetersAsString()).doesNotContain("CANARY");
    }

    @Test
    void changesNothingWhenTheTopicIsReadFromZero() throws Exception {
        send(NEED, bytes("x"));
        send(NEED, bytes("y"));
        consume();
        DeadLetterFollower first = follow(CONSUMER, box);
        awaitLetters(2);
        first.close();
        List<DeadLetter> before = all(box);
        try (var admin = org.apache.kafka.clients.admin.Admin.create(broker.settings().admin())) {
            Awaitility.await()
                    .ignoreExceptions()
                    .until(() -> {
                        admin.deleteConsumerGroups(List.of(CONSUMER + ".dead-letters")).all().get();
                        return true;
                    });
        }
        follow(CONSUMER, box);
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(broker.committed(CONSUMER + ".dead-letters", WATCHED.letters())).isEqualTo(2));
        assertThat(all(box)).isEqualTo(before);
    }

    @Test
    void entersWhatSomebodyElseWroteByItsOwnPlace() throws Exception {
        producer.send(new ProducerRecord<>(WATCHED.letters(), bytes(CANARY), bytes(CANARY))).get();
        follow(CONSUMER, box);
        awaitLetters(1);
        DeadLetter entry = all(box).getFirst();
        assertThat(entry.id()).isEqualTo(WATCHED.letters() + "-0-0");
        assertThat(entry.cause().code()).isEqualTo("not-a-letter");
        assertThat(entry.toString()).doesNotContain("CANARY");
    }

    @Test
    void waitsForTheStoreAndLosesNothing() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        DeadLetterBox flaky = new FlakyBox(box, away);
        send(NEED, bytes("x"));
        consume();
        DeadLetterFollower follower = follow(CONSUMER, flaky);
        Awaitility.await().untilAsserted(() -> assertThat(follower.troubles()).isNotEmpty());
        away.set(false);
        awaitLetters(1);
        Awaitility.await().untilAsserted(() -> assertThat(follower.troubles()).isEmpty());
        assertThat(letter(0).count()).isEqualTo(1);
    }
}
