package cn.twonets.delivery.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * How every service talks to Kafka.
 *
 * @param bootstrapServers where to begin
 * @param client further settings of every client, such as those of an access-controlled cluster; never shown
 * @param concurrency consumers of each subscription in this instance
 * @param batch most records of a batch
 * @param firstBackOff pause after the first failure of a batch; doubles
 * @param longestBackOff longest pause after a failure of a batch
 */
public record KafkaSettings(
        String bootstrapServers,
        Map<String, Object> client,
        int concurrency,
        int batch,
        Duration firstBackOff,
        Duration longestBackOff) {

    /** Dead letters are kept as received, and what is received may be large: 16 MiB. */
    static final int MOST_DEAD_LETTER_BYTES = 16 * 1024 * 1024;

    /** The settings for everyday use. */
    public static KafkaSettings of(String bootstrapServers) {
        return new KafkaSettings(
                bootstrapServers,
                Map.of(),
                1,
                500,
                Duration.ofMillis(200),
                Duration.ofSeconds(10));
    }

    @Override
    public String toString() {
        return "Kafka at " + bootstrapServers;
    }

    /** Settings of a client for administration: answers or fails within seconds. */
    public Map<String, Object> admin() {
        Map<String, Object> settings = common();
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 8_000);
        return settings;
    }

    /** Settings of the producer: every replica, no repeats by itself, in order. A send fails after 15 seconds at most. */
    public Map<String, Object> producer() {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 2);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 3_000);
        settings.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
        settings.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_DEAD_LETTER_BYTES);
        return settings;
    }

    /** Settings of a consumer of a group: commits nothing by itself, begins at the beginning. */
    public Map<String, Object> consumer(String group) {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, batch);
        settings.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 1_000);
        // A killed process is missed after ten seconds, not after 45: until then nobody reads its partitions.
        settings.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 10_000);
        settings.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 3_000);
        return settings;
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return settings;
    }
}
