package cn.twonets.delivery.kafka;

import cn.twonets.delivery.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Reads for every {@link Subscription} in batches and commits after each. A batch whose handler throws blocks its
 * partitions and comes again, with growing pauses and without end.
 */
public final class EventConsumers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventConsumers.class);

    private final KafkaSettings settings;
    private final List<Subscription<?, ?>> subscriptions;
    private final DeadLetters deadLetters;
    private final MeterRegistry meters;
    private final List<ConcurrentMessageListenerContainer<byte[], byte[]>> containers = new ArrayList<>();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();

    public EventConsumers(
            KafkaSettings settings,
            List<Subscription<?, ?>> subscriptions,
            DeadLetters deadLetters,
            MeterRegistry meters) {
        this.settings = settings;
        this.subscriptions = List.copyOf(subscriptions);
        this.deadLetters = deadLetters;
        this.meters = meters;
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

    /** Stops after the batches in hand. */
    @Override
    public synchronized void close() {
        containers.forEach(ConcurrentMessageListenerContainer::stop);
        containers.clear();
    }

    private ConcurrentMessageListenerContainer<byte[], byte[]> container(Subscription<?, ?> subscription) {
        String topic = subscription.family().topic().topicName();
        String name = subscription.consumer() + " of " + topic;
        ContainerProperties properties = new ContainerProperties(topic);
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setSyncCommits(true);
        properties.setGroupId(subscription.consumer());
        properties.setMessageListener(
                new BatchReader<>(subscription, deadLetters, meters, () -> blocked.remove(name)));
        ConcurrentMessageListenerContainer<byte[], byte[]> container = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(
                        settings.consumer(subscription.consumer()),
                        new ByteArrayDeserializer(),
                        new ByteArrayDeserializer()),
                properties);
        container.setConcurrency(Math.min(settings.concurrency(), subscription.family().topic().partitions()));
        container.setBeanName(subscription.consumer() + "-" + topic);
        container.setCommonErrorHandler(endlessly(name));
        return container;
    }

    private DefaultErrorHandler endlessly(String name) {
        ExponentialBackOff backOff = new ExponentialBackOff(settings.firstBackOff().toMillis(), 2);
        backOff.setMaxInterval(settings.longestBackOff().toMillis());
        backOff.setMaxElapsedTime(Long.MAX_VALUE);
        backOff.setMaxAttempts(Long.MAX_VALUE);
        DefaultErrorHandler handler = new DefaultErrorHandler(backOff);
        // Left to itself the handler drops records at once for some exceptions, such as a ClassCastException.
        handler.setClassifications(Map.of(), true);
        handler.setRetryListeners(new RetryListener() {
            @Override
            public void failedDelivery(
                    ConsumerRecord<?, ?> record,
                    Exception failure,
                    int attempt) {
                note(name, failure, attempt);
            }

            @Override
            public void failedDelivery(ConsumerRecords<?, ?> records, Exception failure, int attempt) {
                note(name, failure, attempt);
            }
        });
        return handler;
    }

    private void note(String name, Exception failure, int attempt) {
        blocked.add(name);
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        LOG.warn("{} is blocked, attempt {}: {}", name, attempt, cause.toString());
    }
}
