package cn.twonets.delivery.spring;

import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.transport.kafka.BrokerAccess;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the store is, and the pace of the periodic work.
 *
 * @param mongo the store
 * @param delivery the pace
 */
@ConfigurationProperties("twonets")
public record DeliveryProperties(
        @DefaultValue Mongo mongo,
        @DefaultValue Delivery delivery) {

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

    KafkaSettings kafkaSettings(BrokerAccess broker) {
        KafkaSettings usual = KafkaSettings.of(broker.bootstrapServers());
        return new KafkaSettings(
                broker.bootstrapServers(),
                broker.settings(),
                delivery.concurrency(),
                delivery.batch(),
                usual.firstBackOff(),
                usual.longestBackOff());
    }
}
