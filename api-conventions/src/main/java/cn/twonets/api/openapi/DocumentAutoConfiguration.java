package cn.twonets.api.openapi;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Gives every service that has a name the path of its own OpenAPI document. */
@AutoConfiguration
@ConditionalOnProperty("spring.application.name")
public class DocumentAutoConfiguration {
    @Bean
    DocumentController documentController(@Value("${spring.application.name}") String service) {
        return new DocumentController(service);
    }
}
