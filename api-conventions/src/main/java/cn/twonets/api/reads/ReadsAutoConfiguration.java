package cn.twonets.api.reads;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Sensitive reads go into the log unless something better is there; what is better comes before this configuration. */
@AutoConfiguration
public class ReadsAutoConfiguration {
    @Bean
    @ConditionalOnMissingBean
    SensitiveReads sensitiveReads() {
        return new LoggedReads();
    }
}
