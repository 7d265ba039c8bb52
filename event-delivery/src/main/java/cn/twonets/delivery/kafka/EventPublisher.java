package cn.twonets.delivery.kafka;

import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends events to Kafka in the order in which they were handed over. A thread of its own does the sending, because the
 * client may block for seconds while the broker is away, and nobody who serves a caller may wait for that. The queue is
 * bounded; what does not fit fails at once and is left to the sweep.
 */
public final class EventPublisher implements EventSink, AutoCloseable {
    /** So many events wait for the sender at the most. */
    public static final int MOST_QUEUED = 20_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventPublisher.class);

    private final Producer<byte[], byte[]> producer;
    private final BlockingQueue<Queued> queue = new ArrayBlockingQueue<>(MOST_QUEUED);
    private final Thread sender;
    private volatile boolean failing;
    private volatile boolean closed;

    /** @param producer is closed together with this publisher */
    public EventPublisher(Producer<byte[], byte[]> producer) {
        this.producer = producer;
        this.sender = Thread.ofPlatform().daemon().name("event-publisher").start(this::sendQueued);
    }

    @Override
    public CompletableFuture<Void> send(OutgoingEvent event) {
        Queued queued = new Queued(event, new CompletableFuture<>());
        if (closed || !queue.offer(queued)) {
            queued.result.completeExceptionally(
                    new RejectedExecutionException(closed ? "the publisher is closed" : "too many events wait"));
        }
        return queued.result;
    }

    @Override
    public boolean isFailing() {
        return failing;
    }

    /** How many events wait to be sent, of {@value #MOST_QUEUED} at the most. */
    public int queued() {
        return queue.size();
    }

    private void sendQueued() {
        try {
            while (true) {
                Queued next = queue.take();
                if (!send(next)) {
                    failQueued();
                }
            }
        } catch (InterruptedException e) {
            failQueued();
        }
    }

    /** @return false if the client could not even take the record: then nothing behind it can be sent either */
    private boolean send(Queued queued) throws InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                queued.event.topic(),
                queued.event.key().getBytes(StandardCharsets.UTF_8),
                queued.event.value());
        queued.event.headers().forEach((name, value) -> record.headers().add(name, value));
        try {
            Future<?> taken = producer.send(record, (metadata, failure) -> settle(queued, failure));
            return !(taken.isDone() && queued.result.isCompletedExceptionally());
        } catch (InterruptException e) {
            queued.result.completeExceptionally(e);
            throw new InterruptedException();
        } catch (KafkaException | IllegalStateException e) {
            settle(queued, e);
            return false;
        }
    }

    private void settle(Queued queued, @Nullable Exception failure) {
        if (failure == null) {
            failing = false;
            queued.result.complete(null);
            return;
        }
        if (failure instanceof RetriableException || Refusals.isRefusal(failure)) {
            if (!failing) {
                LOG.warn("Events cannot be sent to {}: {}", queued.event.topic(), failure.toString());
            }
            failing = true;
        } else {
            LOG.error("An event of {} was refused: {}", queued.event.topic(), failure.toString());
        }
        queued.result.completeExceptionally(failure);
    }

    private void failQueued() {
        List<Queued> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        waiting.forEach(
                queued -> queued.result.completeExceptionally(
                        new RejectedExecutionException("an event before this one could not be sent")));
    }

    /** Waits a few seconds for what is on its way; what is not sent by then is left to the sweep of the next start. */
    @Override
    public void close() {
        closed = true;
        sender.interrupt();
        try {
            sender.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        producer.close(Duration.ofSeconds(5));
    }

    private record Queued(OutgoingEvent event, CompletableFuture<Void> result) {}
}
