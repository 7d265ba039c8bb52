package cn.twonets.grid.spring;

import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.kafka.GridTopicReader;
import cn.twonets.grid.kafka.UnreadableRecords;
import cn.twonets.transport.kafka.BrokerAccess;
import cn.twonets.transport.spring.TransportAutoConfiguration;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * The directory, fed from the grid topic. A service that brings a {@link GridDirectory} of its own (in tests) gets
 * neither; any other declares its {@link UnreadableRecords} as a bean. The health contributor is called {@code grid} and belongs into the readiness group.
 */
@AutoConfiguration(after = TransportAutoConfiguration.class)
@ConditionalOnMissingBean(GridDirectory.class)
public class GridDirectoryAutoConfiguration {
    @Bean
    GridDirectory gridDirectory() {
        return new GridDirectory();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    GridTopicReader gridTopicReader(
            BrokerAccess broker,
            GridDirectory directory,
            UnreadableRecords unreadable) {
        return new GridTopicReader(broker.client(), directory, unreadable);
    }

    /** Not ready until a whole tree and every appointment known at the start have arrived. */
    @Bean
    HealthIndicator gridHealthIndicator(GridDirectory directory) {
        return () -> directory.isReady()
                ? Health.up().withDetail("version", directory.tree().version()).build()
                : Health.outOfService().build();
    }

    @Bean
    MeterBinder gridMetrics(GridDirectory directory, GridTopicReader reader) {
        return registry -> {
            Gauge.builder("twonets.grid.version", directory, known -> known.isReady() ? known.tree().version() : 0)
                    .description("Version of the grid tree in use; 0 while there is none")
                    .register(registry);
            FunctionCounter.builder("twonets.grid.rejected", reader, GridTopicReader::rejected)
                    .description(
                            "Records of the grid topic that were passed over because they are no events of the grid")
                    .register(registry);
        };
    }
}
