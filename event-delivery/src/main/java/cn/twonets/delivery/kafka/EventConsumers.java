package cn.twonets.delivery.kafka;

import cn.twonets.delivery.Subscription;
import cn.twonets.telemetry.traces.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Reads for every {@link Subscription} in batches and commits after each. A batch whose handler throws blocks its
 * partitions and comes again, with growing pauses and without end.
 */
public final class EventConsumers implements AutoCloseable {
    private final KafkaSettings settings;
    private final List<Subscription<?, ?>> subscriptions;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final Tracing tracing;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();

    public EventConsumers(
            KafkaSettings settings,
            List<Subscription<?, ?>> subscriptions,
            DeadLetters deadLetters,
            MeterRegistry meters,
            Tracing tracing) {
        this.settings = settings;
        this.subscriptions = List.copyOf(subscriptions);
        this.deadLetters = deadLetters;
        this.meters = meters;
        this.tracing = tracing;
    }

    public List<Subscription<?, ?>> subscriptions() {
        return subscriptions;
    }

    /** Starts reading; the topics should be there. Called again after it has thrown, it goes on where it stopped. */
    public synchronized void start() {
        for (Subscription<?, ?> subscription : subscriptions.subList(containers.size(), subscriptions.size())) {
            ConcurrentMessageListenerContainer<byte[], byte[]> container = container(subscription);
            container.start();
            containers.add(container);
        }
    }

    /** What keeps events from being read, in words; empty if nothing does. */
    public synchronized List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (containers.size() < subscriptions.size()) {
            troubles.add("not yet started");
        }
        for (ConcurrentMessageListenerContainer<byte[], byte[]> container : containers) {
            if (!container.isRunning()) {
                troubles.add(container.getBeanName() + " has stopped");
            }
        }
        blocked.stream().sorted().forEach(name -> troubles.add(name + " is blocked"));
        return troubles;
    }

    /** Whether batches of this subscription come again and again because its handler fails. */
    public boolean isBlocked(Subscription<?, ?> subscription) {
        return blocked.contains(name(subscription));
    }

    private static String name(Subscription<?, ?> subscription) {
        return subscription.consumer() + " of " + subscription.family().topic().topicName();
    }

    /** Stops after the batches in hand. */
    @Override
    public synchronized void close() {
        containers.forEach(ConcurrentMessageListenerContainer::stop);
        containers.clear();
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(Subscription<?, ?> subscription) {
        String topic = subscription.family().topic().topicName();
        String name = name(subscription);
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setSyncCommits(true);
        properties.setGroupId(subscription.consumer());
        properties.setMessageListener(
                new BatchReader<>(subscription, deadLetters, meters, tracing, () -> blocked.remove(name)));
        ConcurrentMessageListenerContainer<byte[], byte[]> container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        settings.consumer(subscription.consumer()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                properties);
        container.setConcurrency(Math.min(settings.concurrency(), subscription.family().topic().partitions()));
        container.setBeanName(subscription.consumer() + "-" + topic);
        container.setCommonErrorHandler(EndlessRetry.of(settings, name, blocked));
        Refusals.outlive(container, settings, name, blocked);
        return container;
    }
}
