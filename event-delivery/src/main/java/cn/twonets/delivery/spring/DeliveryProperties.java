package cn.twonets.delivery.spring;

import cn.twonets.delivery.kafka.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store and the broker are, and the pace of the periodic work.
 *
 * @param kafka the broker
 * @param mongo the store
 * @param delivery the pace
 */
@ConfigurationProperties("twonets")
public record DeliveryProperties(
        @DefaultValue Kafka kafka,
        @DefaultValue Mongo mongo,
        @DefaultValue Delivery delivery) {

    /**
     * @param bootstrapServers where to begin
     * @param client further settings of every Kafka client
     */
    public record Kafka(@DefaultValue("127.0.0.1:9092") String bootstrapServers,
            @DefaultValue Map<String, String> client) {}

    /**
     * @param uri a MongoDB connection string
     * @param database the service's own database
     */
    public record Mongo(@DefaultValue("mongodb://127.0.0.1:27017") String uri,
            @DefaultValue("twonets") String database) {}

    /**
     * @param concurrency consumers of each subscription in this instance
     * @param batch most records of a batch
     * @param clearEvery pause between two rounds of lazy clearing
     * @param sweepEvery pause between two sweeps
     * @param sweepAge how long a document must have been unpublished before the sweep sends it
     */
    public record Delivery(
            @DefaultValue("1") int concurrency,
            @DefaultValue("500") int batch,
            @DefaultValue("2s") Duration clearEvery,
            @DefaultValue("3s") Duration sweepEvery,
            @DefaultValue("15s") Duration sweepAge) {}

    KafkaSettings kafkaSettings() {
        KafkaSettings usual = KafkaSettings.of(kafka.bootstrapServers());
        return new KafkaSettings(
                kafka.bootstrapServers(),
                kafka.client(),
                delivery.concurrency(),
                delivery.batch(),
                usual.firstBackOff(),
                usual.longestBackOff());
    }
}
