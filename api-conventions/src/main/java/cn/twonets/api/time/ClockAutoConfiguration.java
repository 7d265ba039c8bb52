package cn.twonets.api.time;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** The clock of a service: UTC, in whole milliseconds as the store keeps them; virtual where an offset file is named. */
@AutoConfiguration
public class ClockAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    Clock clock(@Value("${twonets.clock.offset-file:#{null}}") @Nullable Path offsetFile) {
        return offsetFile == null
                ? Clock.tick(Clock.systemUTC(), Duration.ofMillis(1))
                : new VirtualClock(Clock.systemUTC(), new OffsetFile(offsetFile));
    }
}
