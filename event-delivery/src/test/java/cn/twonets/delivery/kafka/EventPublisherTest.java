package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.outbox.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class EventPublisherTest {
    private final CountDownLatch brokerBack = new CountDownLatch(1);

    @Test
    void neverBlocksTheCallerWhileTheClientDoes() {
        MockProducer<byte[], byte[]> stuck = new MockProducer<>(
                true,
                null,
                new ByteArraySerializer(),
                new ByteArraySerializer()) {
            @Override
            public synchronized Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
                try {
                    brokerBack.await();
                } catch (InterruptedException e) {
                    throw new InterruptException(e);
                }
                return super.send(record, callback);
            }
        };
        try (EventPublisher publisher = new EventPublisher(stuck)) {
            List<CompletableFuture<Void>> sends = new ArrayList<>();
            for (int i = 0; i < EventPublisher.MOST_QUEUED + 100; i++) {
                sends.add(publisher.send(event("k" + i)));
            }
            assertThat(sends.getLast()).isCompletedExceptionally();
            assertThat(sends.stream().filter(CompletableFuture::isCompletedExceptionally).count()).isBetween(99L, 100L);
            brokerBack.countDown();
            Awaitility.await().untilAsserted(() -> assertThat(sends).allMatch(CompletableFuture::isDone));
            assertThat(sends.getFirst()).isCompletedWithValue(null);
            assertThat(stuck.history()).extracting(record -> new String(record.key(), StandardCharsets.UTF_8))
                    .startsWith("k0", "k1", "k2", "k3");
        }
    }

    @Test
    void noticesThatTheBrokerIsAwayAndBack() {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                false,
                null,
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try (EventPublisher publisher = new EventPublisher(producer)) {
            CompletableFuture<Void> first = publisher.send(event("a"));
            Awaitility.await().until(() -> producer.errorNext(new TimeoutException("away")));
            Awaitility.await().until(first::isCompletedExceptionally);
            assertThat(publisher.isFailing()).isTrue();
            CompletableFuture<Void> second = publisher.send(event("b"));
            Awaitility.await().until(producer::completeNext);
            Awaitility.await().until(second::isDone);
            assertThat(publisher.isFailing()).isFalse();
        }
    }

    @Test
    void doesNotTakeARefusedEventForAnAbsentBroker() {
        MockProducer<byte[], byte[]> producer = new MockProducer<>(
                false,
                null,
                new ByteArraySerializer(),
                new ByteArraySerializer());
        try (EventPublisher publisher = new EventPublisher(producer)) {
            CompletableFuture<Void> sent = publisher.send(event("a"));
            Awaitility.await().until(() -> producer.errorNext(new RecordTooLargeException("too large")));
            Awaitility.await().until(sent::isCompletedExceptionally);
            assertThat(publisher.isFailing()).isFalse();
        }
    }

    @Test
    void refusesEventsOnceClosed() {
        EventPublisher publisher = new EventPublisher(
                new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()));
        publisher.close();
        assertThat(publisher.send(event("a"))).isCompletedExceptionally();
    }

    private static OutgoingEvent event(String key) {
        return new OutgoingEvent("t", key, Map.of("h", new byte[]{1}), new byte[]{2});
    }
}
