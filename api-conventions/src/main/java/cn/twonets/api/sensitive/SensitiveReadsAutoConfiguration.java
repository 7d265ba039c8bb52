package cn.twonets.api.sensitive;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Sensitive reads are logged unless something better keeps them; what does is to be configured before this. */
@AutoConfiguration
public class SensitiveReadsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    SensitiveReads sensitiveReads() {
        return new LoggedReads();
    }
}
