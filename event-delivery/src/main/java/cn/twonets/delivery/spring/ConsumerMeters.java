package cn.twonets.delivery.spring;

import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.kafka.ConsumerLag;
import cn.twonets.delivery.kafka.EventConsumers;
import cn.twonets.events.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how far each consumer is behind, and whether it is blocked, by topic and consumer. */
final class ConsumerMeters implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsumerMeters.class);

    private final EventConsumers consumers;
    private final ConsumerLag lag;
    private final Map<Subscription<?, ?>, Long> unread = new ConcurrentHashMap<>();

    ConsumerMeters(EventConsumers consumers, ConsumerLag lag, MeterRegistry meters) {
        this.consumers = consumers;
        this.lag = lag;
        for (Subscription<?, ?> one : consumers.subscriptions()) {
            Tags tags = Tags.of("topic", one.family().topic().topicName(), "consumer", one.consumer());
            Gauge.builder("twonets.delivery.consumer.lag", unread,
                    known -> known.containsKey(one) ? known.get(one) : Double.NaN)
                    .description("Records that the consumer has not read yet; every instance tells the same")
                    .tags(tags)
                    .register(meters);
            Gauge.builder("twonets.delivery.consumer.blocked", consumers, all -> all.isBlocked(one) ? 1 : 0)
                    .description("1 while this instance tries a batch again and again because store or broker fail")
                    .tags(tags)
                    .register(meters);
        }
    }

    /** Asks anew; while the broker is away the last numbers stand. */
    void count() {
        Map<String, List<Subscription<?, ?>>> byConsumer = consumers.subscriptions()
                .stream()
                .collect(Collectors.groupingBy(Subscription::consumer));
        byConsumer.forEach((consumer, subscriptions) -> {
            try {
                Map<Topic, Long> records = lag.of(consumer, subscriptions);
                subscriptions.forEach(one -> unread.put(one, records.getOrDefault(one.family().topic(), 0L)));
            } catch (RuntimeException e) {
                LOG.debug("the lag of {} could not be asked for", consumer, e);
            }
        });
    }

    @Override
    public void close() {
        lag.close();
    }
}
