package cn.twonets.delivery.kafka;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.Event;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.UndecodableEventException;
import cn.twonets.telemetry.traces.Tracing;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * Decodes a batch, puts aside what cannot be read, keeps the newest of each aggregate by order, and hands these to the
 * handler. Whatever the handler throws is infrastructure: the whole batch comes again.
 */
public final class BatchReader<H extends Happening, P extends PublicState>
        implements
            BatchMessageListener<byte[], byte[]> {
    private final Subscription<H, P> subscription;
    private final Topic topic;
    private final EventCodec<H, P> codec;
    private final DeadLetters deadLetters;
    private final Runnable succeeded;
    private final DistributionSummary batchSizes;
    private final Timer batches;
    private final HandledEvents<H, P> handling;
    private static final int MOST_REMEMBERED = 10_000;

    /**
     * Where the latest dead letters lay that this instance has kept: a batch that comes again keeps them once. Places,
     * not how far: what was passed over and is read later, once offsets are set back, was never kept.
     */
    private final Set<Place> kept = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    private record Place(TopicPartition partition, long offset) {}

    /** @param succeeded is told after each batch that was wholly dealt with */
    public BatchReader(Subscription<H, P> subscription, DeadLetters deadLetters, MeterRegistry meters,
            Tracing tracing, Runnable succeeded) {
        this.subscription = subscription;
        this.topic = subscription.family().topic();
        this.codec = new EventCodec<>(subscription.family());
        this.deadLetters = deadLetters;
        deadLetters.announce(topic, subscription.consumer());
        this.succeeded = succeeded;
        this.handling = new HandledEvents<>(subscription, tracing);
        this.batchSizes = DistributionSummary.builder("twonets.delivery.batch.size")
                .description("Records of a batch as read")
                .tags("topic", topic.topicName(), "consumer", subscription.consumer())
                .register(meters);
        this.batches = Timer.builder("twonets.delivery.batch.duration")
                .description("How long a batch was worked on, failed ones included")
                .tags("topic", topic.topicName(), "consumer", subscription.consumer())
                .register(meters);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
        batchSizes.record(records.size());
        Map<String, Event<H, P>> newest = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            decode(record).ifPresent(
                    event -> newest.merge(
                            event.state().aggregate(),
                            event,
                            (one, other) -> other.state().order().isAfter(one.state().order()) ? other : one));
        }
        if (!newest.isEmpty()) {
            batches.record(() -> handling.handle(List.copyOf(newest.values())));
        }
        succeeded.run();
    }

    private Optional<Event<H, P>> decode(ConsumerRecord<byte[], byte[]> record) {
        try {
            Map<String, byte[]> headers = new HashMap<>();
            for (Header header : record.headers()) {
                headers.put(header.key(), header.value());
            }
            return Optional.of(codec.decode(EventCodec.key(record.key()), headers, record.value()));
        } catch (UndecodableEventException e) {
            putAside(record, e);
            return Optional.empty();
        }
    }

    private void putAside(ConsumerRecord<byte[], byte[]> record, UndecodableEventException cause) {
        Place place = new Place(new TopicPartition(record.topic(), record.partition()), record.offset());
        // One reader serves all consumer threads of its subscription; a place belongs to one of them at a time.
        synchronized (kept) {
            if (kept.contains(place)) {
                return;
            }
        }
        deadLetters.keep(topic, subscription.consumer(), record, cause);
        synchronized (kept) {
            kept.add(place);
        }
    }
}
