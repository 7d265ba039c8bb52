package cn.twonets.grid.spring;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.SmallGrid;
import cn.twonets.grid.kafka.GridTopicReader;
import cn.twonets.grid.kafka.UnreadableRecords;
import cn.twonets.transport.spring.TransportAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class GridDirectoryAutoConfigurationTest {
    private final ApplicationContextRunner service = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(GridDirectoryAutoConfiguration.class,
                    TransportAutoConfiguration.class))
            .withBean(UnreadableRecords.class, () -> (record, cause) -> {})
            .withPropertyValues("twonets.kafka.bootstrap-servers=127.0.0.1:9");

    @Test
    void isNotReadyBeforeTheGridHasArrivedAndReadyThen() {
        service.run(context -> {
            GridDirectory directory = context.getBean(GridDirectory.class);
            HealthIndicator health = context.getBean("gridHealthIndicator", HealthIndicator.class);
            SimpleMeterRegistry meters = new SimpleMeterRegistry();
            context.getBean("gridMetrics", MeterBinder.class).bindTo(meters);

            assertThat(health.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
            assertThat(meters.get("twonets.grid.version").gauge().value()).isZero();

            SmallGrid.staffed().states(4).forEach(directory::apply);
            directory.caughtUp();

            assertThat(health.health().getStatus()).isEqualTo(Status.UP);
            assertThat(health.health().getDetails()).containsEntry("version", 4L);
            assertThat(meters.get("twonets.grid.version").gauge().value()).isEqualTo(4);
            assertThat(meters.get("twonets.grid.rejected").functionCounter().count()).isZero();
        });
    }

    @Test
    void leavesTheReaderAwayWhereTheServiceBringsItsOwnDirectory() {
        GridDirectory own = SmallGrid.staffed().directory();

        service.withBean(GridDirectory.class, () -> own).run(context -> {
            assertThat(context.getBean(GridDirectory.class)).isSameAs(own);
            assertThat(context).doesNotHaveBean(GridTopicReader.class);
        });
    }
}
