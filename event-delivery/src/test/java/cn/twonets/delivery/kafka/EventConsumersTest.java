package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.EventHandler;
import cn.twonets.delivery.Subscription;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.Topic;
import cn.twonets.telemetry.traces.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
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
class EventConsumersTest {
    private static final String NEEDS = Topic.NEEDS.topicName();
    private static final String CONSUMER = "dispatch";
    private static final String LETTERS = Topic.NEEDS.deadLetters(CONSUMER);

    @TempDir
    Path folder;
    private BrokerKit broker;
    private Producer<byte[], byte[]> producer;
    private final List<AutoCloseable> opened = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<List<Event<NeedEvent, NeedState>>> batches = new CopyOnWriteArrayList<>();

    @BeforeEach
    void startBroker() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
        broker = new BrokerKit(folder).start();
        NewTopic needs = new NewTopic(NEEDS, Optional.of(6), Optional.empty())
                .configs(Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, String.valueOf(8 << 20)));
        broker.create(needs, EventTopics.deadLettersOf(Topic.NEEDS, CONSUMER));
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

    private EventConsumers consumers(EventHandler<NeedEvent, NeedState> handler) {
        EventConsumers consumers = new EventConsumers(
                broker.settings(),
                List.of(new Subscription<>(EventFamily.NEED, CONSUMER, handler)),
                new DeadLetters(producer, Clock.systemUTC(), meters),
                meters,
                Tracing.OFF);
        opened.addFirst(consumers);
        consumers.start();
        return consumers;
    }

    private void send(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get();
    }

    private List<String> handled() {
        return batches.stream()
                .flatMap(List::stream)
                .map(event -> event.key() + "." + event.state().order().sequence())
                .toList();
    }

    @Test
    void handsOverTheNewestOfEachByOrderAndNotByOffset() throws Exception {
        for (long sequence : List.of(1L, 3L, 2L)) {
            send(BrokerKit.need("village-need-a", sequence));
        }
        send(BrokerKit.need("village-need-b", 1));
        consumers(batches::add);
        Awaitility.await().untilAsserted(() -> assertThat(handled()).contains("village-need-a.3", "village-need-b.1"));
        assertThat(handled()).doesNotContain("village-need-a.2", "village-need-a.1");
        Awaitility.await().untilAsserted(() -> assertThat(broker.committed(CONSUMER, NEEDS)).isEqualTo(4));
    }

    @Test
    void isBehindByWhatItHasNotCommitted() throws Exception {
        Subscription<NeedEvent, NeedState> subscription = new Subscription<>(EventFamily.NEED, CONSUMER, batches::add);
        try (ConsumerLag lag = new ConsumerLag(broker.settings())) {
            assertThat(lag.of(CONSUMER, List.of(subscription))).containsExactlyEntriesOf(Map.of(Topic.NEEDS, 0L));
            for (long sequence : List.of(1L, 2L, 3L)) {
                send(BrokerKit.need("village-need-a", sequence));
            }
            assertThat(lag.of(CONSUMER, List.of(subscription))).containsExactlyEntriesOf(Map.of(Topic.NEEDS, 3L));
            consumers(batches::add);
            Awaitility.await().untilAsserted(() -> assertThat(lag.of(CONSUMER, List.of(subscription)))
                    .containsExactlyEntriesOf(Map.of(Topic.NEEDS, 0L)));
        }
    }

    @Test
    void keepsEveryKindOfPoisonAsReceivedWithItsCauseAndGoesOn() throws Exception {
        List<ProducerRecord<byte[], byte[]>> poison = new ArrayList<>();
        poison.add(with(BrokerKit.need("bad-json", 1), "{\"happened\":{".getBytes(StandardCharsets.UTF_8)));
        poison.add(header(BrokerKit.need("wrong-type", 1), "ce_type", "cn.twonets.case.assigned.v1"));
        poison.add(header(BrokerKit.need("unknown-version", 1), "ce_type", "cn.twonets.need.amended.v9"));
        poison.add(keyed(BrokerKit.need("null-key", 1), null));
        poison.add(with(BrokerKit.need("null-value", 1), null));
        poison.add(with(BrokerKit.need("five-megabytes", 1), fiveMegabytes()));
        poison.add(with(BrokerKit.need("bad-utf-8", 1), new byte[]{'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}'}));
        poison.add(keyed(BrokerKit.need("bad-utf-8-key", 1), new byte[]{(byte) 0xff, (byte) 0xfe}));
        poison.add(header(BrokerKit.need("other-id", 1), "ce_id", "/twonets/intake/somebody-else/0.1"));
        poison.add(header(BrokerKit.need("no-cloud-event", 1), "ce_specversion", "0.3"));
        send(BrokerKit.need("village-need-a", 1));
        for (ProducerRecord<byte[], byte[]> record : poison) {
            send(record);
            send(BrokerKit.need("village-need-b", poison.indexOf(record) + 1));
        }
        send(BrokerKit.need("village-need-a", 2));
        consumers(batches::add);
        Awaitility.await()
                .untilAsserted(() -> assertThat(broker.committed(CONSUMER, NEEDS)).isEqualTo(2L + 2 * poison.size()));
        assertThat(handled()).contains("village-need-a.2", "village-need-b." + poison.size());
        List<ConsumerRecord<byte[], byte[]>> letters = broker.read(LETTERS);
        assertThat(letters).hasSize(poison.size());
        for (ProducerRecord<byte[], byte[]> record : poison) {
            assertThat(letters).as(() -> "a letter for " + Arrays.toString(record.key())).anySatisfy(letter -> {
                assertThat(letter.key()).isEqualTo(record.key());
                assertThat(letter.value()).isEqualTo(record.value());
                assertThat(text(letter, "ce_id")).isEqualTo(last(record, "ce_id"));
            });
        }
        assertThat(letters).allSatisfy(letter -> {
            assertThat(text(letter, "dlt_topic")).isEqualTo(NEEDS);
            assertThat(Integer.parseInt(text(letter, "dlt_partition"))).isBetween(0, 5);
            assertThat(Long.parseLong(text(letter, "dlt_offset"))).isNotNegative();
            assertThat(text(letter, "dlt_consumer")).isEqualTo(CONSUMER);
            assertThat(text(letter, "dlt_cause")).isNotBlank();
            assertThat(text(letter, "dlt_exception")).contains("UndecodableEventException");
        });
        assertThat(meters.get("twonets.delivery.dead.letters").counters().stream().mapToDouble(Counter::count).sum())
                .isEqualTo(poison.size());
        assertThat(letters).extracting(letter -> text(letter, "dlt_code")).containsExactlyInAnyOrder(
                "broken-json",
                "unknown-type",
                "unknown-type",
                "no-key",
                "no-value",
                "too-large",
                "value-not-utf8",
                "key-not-utf8",
                "wrong-header",
                "wrong-header");
    }

    @Test
    void keepsADeadLetterOnceThoughItsBatchComesAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger(3);
        send(with(BrokerKit.need("village-need-a", 1), new byte[]{'x'}));
        send(BrokerKit.need("village-need-a", 2));
        consumers(newest -> {
            if (failures.getAndDecrement() > 0) {
                throw new IllegalStateException("the store is away");
            }
            batches.add(newest);
        });
        Awaitility.await().untilAsserted(() -> assertThat(handled()).containsExactly("village-need-a.2"));
        assertThat(broker.read(LETTERS)).hasSize(1);
    }

    @Test
    void blocksAndComesAgainWhateverTheHandlerThrows() throws Exception {
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger attempts = new AtomicInteger();
        send(BrokerKit.need("village-need-a", 1));
        EventConsumers consumers = consumers(newest -> {
            attempts.incrementAndGet();
            if (away.get()) {
                // Left to its defaults the error handler would skip a batch for this one.
                throw new ClassCastException("a mistake");
            }
            batches.add(newest);
        });
        Awaitility.await().until(() -> attempts.get() >= 5);
        assertThat(consumers.troubles()).singleElement().asString().contains("dispatch").contains("is blocked");
        assertThat(broker.committed(CONSUMER, NEEDS)).isZero();
        away.set(false);
        Awaitility.await().untilAsserted(() -> assertThat(handled()).containsExactly("village-need-a.1"));
        Awaitility.await().untilAsserted(() -> assertThat(consumers.troubles()).isEmpty());
        Awaitility.await().untilAsserted(() -> assertThat(broker.committed(CONSUMER, NEEDS)).isEqualTo(1));
        assertThat(broker.read(LETTERS)).isEmpty();
    }

    @Test
    void repeatsWhatTookEffectButWasNotCommitted() throws Exception {
        send(BrokerKit.need("village-need-a", 1));
        AtomicInteger effects = new AtomicInteger();
        EventConsumers stopping = consumers(newest -> {
            effects.incrementAndGet();
            throw new IllegalStateException("stops between effect and commit");
        });
        Awaitility.await().until(() -> effects.get() >= 1);
        stopping.close();
        consumers(batches::add);
        Awaitility.await().untilAsserted(() -> assertThat(handled()).containsExactly("village-need-a.1"));
    }

    @Test
    void losesNothingWhenPartitionsMoveDuringTheBackOff() throws Exception {
        Set<String> expected = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 60; i++) {
            send(BrokerKit.need("village-need-" + i, 1));
            expected.add("village-need-" + i + ".1");
        }
        AtomicBoolean away = new AtomicBoolean(true);
        AtomicInteger firstAttempts = new AtomicInteger();
        AtomicInteger secondAttempts = new AtomicInteger();
        consumers(newest -> failWhile(away, firstAttempts, newest));
        Awaitility.await().until(() -> firstAttempts.get() >= 2);
        EventConsumers second = consumers(newest -> failWhile(away, secondAttempts, newest));
        Awaitility.await().until(() -> secondAttempts.get() >= 2);
        for (int i = 60; i < 120; i++) {
            send(BrokerKit.need("village-need-" + i, 1));
            expected.add("village-need-" + i + ".1");
        }
        second.close();
        int before = firstAttempts.get();
        Awaitility.await().until(() -> firstAttempts.get() > before + 2);
        away.set(false);
        Awaitility.await().untilAsserted(() -> assertThat(handled()).containsAll(expected));
        Awaitility.await().untilAsserted(() -> assertThat(broker.committed(CONSUMER, NEEDS)).isEqualTo(120));
    }

    private void failWhile(
            AtomicBoolean away,
            AtomicInteger attempts,
            List<Event<NeedEvent, NeedState>> newest) {
        attempts.incrementAndGet();
        if (away.get()) {
            throw new IllegalStateException("the store is away");
        }
        batches.add(newest);
    }

    @Test
    void readsOnAfterTheBrokerHasBeenAway() throws Exception {
        consumers(batches::add);
        send(BrokerKit.need("village-need-a", 1));
        Awaitility.await().untilAsserted(() -> assertThat(handled()).contains("village-need-a.1"));
        broker.stop();
        broker.start();
        send(BrokerKit.need("village-need-a", 2));
        Awaitility.await().untilAsserted(() -> assertThat(handled()).contains("village-need-a.2"));
    }

    private static byte[] fiveMegabytes() {
        byte[] large = new byte[5 << 20];
        Arrays.fill(large, (byte) ' ');
        return large;
    }

    private static ProducerRecord<byte[], byte[]> with(ProducerRecord<byte[], byte[]> record, byte @Nullable [] value) {
        return new ProducerRecord<>(record.topic(), null, record.key(), value, record.headers());
    }

    private static ProducerRecord<byte[], byte[]> keyed(ProducerRecord<byte[], byte[]> record, byte @Nullable [] key) {
        return new ProducerRecord<>(record.topic(), null, key, record.value(), record.headers());
    }

    private static ProducerRecord<byte[], byte[]> header(
            ProducerRecord<byte[], byte[]> record,
            String name,
            String value) {
        record.headers().remove(name).add(name, value.getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private static String text(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static String last(ProducerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
