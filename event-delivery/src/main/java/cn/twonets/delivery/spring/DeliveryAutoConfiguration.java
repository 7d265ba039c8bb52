package cn.twonets.delivery.spring;

import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.deadletters.DeadLetterRegister;
import cn.twonets.delivery.deadletters.WatchedTopic;
import cn.twonets.delivery.http.ClientSettings;
import cn.twonets.delivery.http.Owners;
import cn.twonets.delivery.kafka.ConsumerLag;
import cn.twonets.delivery.kafka.DeadLetterFollower;
import cn.twonets.delivery.kafka.DeadLetters;
import cn.twonets.delivery.kafka.EventConsumers;
import cn.twonets.delivery.kafka.EventPublisher;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.LastingProducer;
import cn.twonets.delivery.mongo.MongoDeadLetterBox;
import cn.twonets.delivery.mongo.StoreSettings;
import cn.twonets.delivery.mongo.WrittenDocuments;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.transport.Transport;
import cn.twonets.transport.kafka.BrokerAccess;
import cn.twonets.transport.spring.TransportAutoConfiguration;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import io.github.resilience4j.micrometer.tagged.TaggedCircuitBreakerMetricsPublisher;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.mongodb.MongoMetricsConnectionPoolListener;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Everything a service needs to keep aggregates and to exchange events: it declares its
 * {@link cn.twonets.delivery.mongo.MongoAggregates} by {@link AggregateStores#of} and its {@link Subscription}s as
 * beans. Health contributors: {@code store} and {@code delivery}, both meant for the readiness group.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@EnableConfigurationProperties({DeliveryProperties.class, OwnersProperties.class})
public class DeliveryAutoConfiguration {
    private final Clock clock;
    private final MeterRegistry meters;

    DeliveryAutoConfiguration(ObjectProvider<Clock> clock, ObjectProvider<MeterRegistry> meters) {
        this.clock = clock.getIfAvailable(() -> Clock.tick(Clock.systemUTC(), Duration.ofMillis(1)));
        this.meters = meters.getIfAvailable(SimpleMeterRegistry::new);
    }

    @Bean
    @ConditionalOnMissingBean
    KafkaSettings kafkaSettings(DeliveryProperties properties, BrokerAccess broker) {
        return properties.kafkaSettings(broker);
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    MongoClient mongoClient(DeliveryProperties properties, Transport transport) {
        return StoreSettings.open(properties.mongo().uri(), properties.mongo().database(), transport,
                List.of(new WrittenDocuments(meters)), List.of(new MongoMetricsConnectionPoolListener(meters)));
    }

    @Bean
    @ConditionalOnMissingBean
    MongoDatabase mongoDatabase(MongoClient client, DeliveryProperties properties) {
        return client.getDatabase(properties.mongo().database());
    }

    @Bean(destroyMethod = "close")
    Producer<byte[], byte[]> eventProducer(KafkaSettings kafka) {
        return LastingProducer.of(() -> new KafkaProducer<>(kafka.producer(), new ByteArraySerializer(),
                new ByteArraySerializer()));
    }

    @Bean(destroyMethod = "close")
    EventPublisher eventPublisher(Producer<byte[], byte[]> producer) {
        EventPublisher publisher = new EventPublisher(producer);
        Gauge.builder("twonets.delivery.queued", publisher, EventPublisher::queued)
                .description("Events that wait for the sender; " + EventPublisher.MOST_QUEUED + " at the most")
                .register(meters);
        return publisher;
    }

    @Bean
    AggregateStores aggregateStores(MongoDatabase database, EventSink sink) {
        return new AggregateStores(database, sink, clock, meters);
    }

    @Bean
    DeadLetters deadLetters(Producer<byte[], byte[]> producer) {
        return new DeadLetters(producer, clock, meters);
    }

    @Bean
    MongoDeadLetterBox deadLetterBox(MongoDatabase database) {
        return new MongoDeadLetterBox(database);
    }

    @Bean
    EventConsumers eventConsumers(
            KafkaSettings kafka,
            DeadLetters deadLetters,
            ObjectProvider<Subscription<?, ?>> subscriptions,
            ObjectProvider<Tracing> tracing) {
        return new EventConsumers(kafka, subscriptions.orderedStream().toList(), deadLetters, meters,
                tracing.getIfAvailable(() -> Tracing.OFF));
    }

    @Bean(destroyMethod = "close")
    DeadLetterFollower deadLetterFollower(
            KafkaSettings kafka,
            MongoDeadLetterBox box,
            ObjectProvider<Subscription<?, ?>> subscriptions,
            ObjectProvider<WatchedTopic> others) {
        List<WatchedTopic> watched = Stream
                .concat(
                        subscriptions.stream().map(one -> new WatchedTopic(one.family().topic(), one.consumer())),
                        others.stream())
                .toList();
        return new DeadLetterFollower(kafka, watched, new DeadLetterRegister(box));
    }

    /** As whom this service calls the others. */
    @Bean
    @ConditionalOnMissingBean
    ClientSettings clientSettings(
            OwnersProperties properties,
            @Value("${spring.application.name:twonets}") String application,
            Transport transport) {
        ClientSettings client = properties.clientSettings(application);
        transport.require("twonets.client.tokens", client.tokens());
        return client;
    }

    @Bean(destroyMethod = "close")
    @ConditionalOnMissingBean
    Owners owners(ClientSettings client, OwnersProperties properties, Transport transport,
            ObjectProvider<Tracing> tracing) {
        Owners owners = new Owners(client, properties.addresses(), transport,
                tracing.getIfAvailable(() -> Tracing.OFF));
        TaggedCircuitBreakerMetricsPublisher breakers = new TaggedCircuitBreakerMetricsPublisher(meters);
        owners.breakers().forEach(breakers::publishMetrics);
        return owners;
    }

    @Bean
    DeliveryWork deliveryWork(
            AggregateStores stores,
            KafkaSettings kafka,
            EventConsumers consumers,
            DeadLetterFollower letters,
            MongoDeadLetterBox box,
            DeliveryProperties properties) {
        OpenDeadLetters open = new OpenDeadLetters(box, letters.watched(), meters);
        ConsumerMeters lag = new ConsumerMeters(consumers, new ConsumerLag(kafka), meters);
        return new DeliveryWork(stores, kafka, consumers, letters, box, open, lag, properties.delivery());
    }

    @Bean
    HealthIndicator deliveryHealthIndicator(DeliveryWork work) {
        return () -> {
            List<String> troubles = work.troubles();
            return troubles.isEmpty() ? Health.up().build() : Health.down().withDetail("troubles", troubles).build();
        };
    }

    @Bean
    HealthIndicator storeHealthIndicator(MongoDatabase database) {
        return () -> {
            try {
                database.runCommand(new Document("ping", 1));
                return Health.up().build();
            } catch (MongoException e) {
                return Health.down().withDetail("cause", e.getClass().getSimpleName()).build();
            }
        };
    }
}
