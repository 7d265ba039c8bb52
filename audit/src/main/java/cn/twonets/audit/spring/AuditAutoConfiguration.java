package cn.twonets.audit.spring;

import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.kafka.Anchoring;
import cn.twonets.audit.web.ActRecording;
import cn.twonets.audit.web.ItemOutcomes;
import cn.twonets.audit.web.RecordedReads;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.DeliveryAutoConfiguration;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets a service write down who does and who sees what. Health contributor {@code audit}, meant for the readiness group:
 * while nothing can be written down nothing may be done.
 */
@AutoConfiguration(after = DeliveryAutoConfiguration.class)
@ConditionalOnBean(AggregateStores.class)
@EnableConfigurationProperties(AuditProperties.class)
public class AuditAutoConfiguration {
    private static final String[] AUDITED = {"/api/**", "/internal/**"};

    /** Entries tell when something really happened, whatever time it is in the product; so do tokens. */
    private final Clock real = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));

    @Bean(destroyMethod = "close")
    Trail auditTrail(AuditProperties properties, ObjectProvider<MeterRegistry> meters,
            @Value("${spring.application.name}") String service) {
        if (properties.folder() == null) {
            throw new IllegalStateException("twonets.audit.folder says where the audit is kept, and is not set");
        }
        return new Trail(service, properties.settings(), real,
                new TrailMeters(meters.getIfAvailable(SimpleMeterRegistry::new)));
    }

    @Bean(destroyMethod = "close")
    Anchoring auditAnchoring(Trail trail, Producer<byte[], byte[]> producer, KafkaSettings kafka,
            AuditProperties properties, ObjectProvider<MeterRegistry> meters) {
        Anchoring anchoring = new Anchoring(trail, producer, kafka, real);
        Gauge.builder("twonets.audit.unanchored", anchoring, Anchoring::behind)
                .description("Entries not yet anchored when it was last tried")
                .register(meters.getIfAvailable(SimpleMeterRegistry::new));
        anchoring.start(properties.anchorEvery());
        return anchoring;
    }

    @Bean
    SensitiveReads sensitiveReads(Trail trail) {
        return new RecordedReads(trail);
    }

    @Bean
    ItemOutcomes auditItemOutcomes() {
        return new ItemOutcomes();
    }

    @Bean
    WebMvcConfigurer auditedActs(Trail trail) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry interceptors) {
                interceptors.addInterceptor(new ActRecording(trail)).addPathPatterns(AUDITED);
            }
        };
    }

    @Bean
    HealthIndicator auditHealthIndicator(Trail trail) {
        return () -> trail.isWritable()
                ? Health.up().build()
                : Health.down().withDetail("cause", trail.trouble().orElse("unknown")).build();
    }
}
