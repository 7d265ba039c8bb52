package cn.twonets.delivery.kafka;

import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.delivery.deadletters.Sighting;
import cn.twonets.delivery.deadletters.WatchedTopic;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties;

/**
 * Reads this service's dead letter topics into its register, under a group of its own, and commits after each batch.
 * While the store is away it waits; what has been entered before changes nothing.
 */
public final class DeadLetterFollower implements AutoCloseable {
    private static final int MOST_RECORDS = 100;
    /** Dead letters may be large; so much at once is enough. */
    private static final int MOST_BYTES = 16 * 1024 * 1024;

    private final KafkaSettings settings;
    private final Map<String, WatchedTopic> watched;
    private final DeadLetterRegister register;
    private final LetterReading reading = new LetterReading();
    private final Set<String> blocked = ConcurrentHashMap.newKeySet();
    private @Nullable ConcurrentMessageListenerContainer<byte[], byte[]> container;

    public DeadLetterFollower(KafkaSettings settings, List<WatchedTopic> watched, DeadLetterRegister register) {
        this.settings = settings;
        this.watched = watched.stream()
                .collect(Collectors.toMap(WatchedTopic::letters, Function.identity(), (one, same) -> one));
        this.register = register;
    }

    /** The topics that are watched. */
    public List<WatchedTopic> watched() {
        return List.copyOf(watched.values());
    }

    /** Starts reading; the topics should be there. Does nothing if it reads already, or if there is nothing to read. */
    public synchronized void start() {
        if (container != null || watched.isEmpty()) {
            return;
        }
        String group = watched.values().iterator().next().consumer() + ".dead-letters";
        ContainerProperties properties = new ContainerProperties(watched.keySet().toArray(String[]::new));
        properties.setAckMode(ContainerProperties.AckMode.BATCH);
        properties.setSyncCommits(true);
        properties.setGroupId(group);
        properties.setMessageListener((BatchMessageListener<byte[], byte[]>) records -> {
            records.forEach(this::enter);
            blocked.remove(group);
        });
        Map<String, Object> client = settings.consumer(group);
        client.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MOST_RECORDS);
        client.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MOST_BYTES);
        ConcurrentMessageListenerContainer<byte[], byte[]> started = new ConcurrentMessageListenerContainer<>(
                new DefaultKafkaConsumerFactory<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                properties);
        started.setBeanName(group);
        started.setCommonErrorHandler(EndlessRetry.of(settings, group, blocked));
        Refusals.outlive(started, settings, group, blocked);
        started.start();
        container = started;
    }

    /** What keeps dead letters from being entered, in words; empty if nothing does. */
    public synchronized List<String> troubles() {
        return blocked.stream().sorted().map(name -> name + " is blocked").toList();
    }

    private void enter(ConsumerRecord<byte[], byte[]> letter) {
        Sighting sighting = reading.read(letter, watched.get(letter.topic()).consumer());
        register.enter(sighting);
    }

    @Override
    public synchronized void close() {
        if (container != null) {
            container.stop();
            container = null;
        }
    }
}
