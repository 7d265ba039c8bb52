package cn.twonets.gateway;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway as an application; its settings are in {@code gateway.yml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class GatewayApplication {
    /**
     * Starts it; returns when it listens.
     *
     * @param args as on the command line, such as {@code --server.port=8080}
     */
    public static ConfigurableApplicationContext start(String... args) {
        SpringApplication application = new SpringApplicationBuilder(GatewayApplication.class)
                .properties("spring.config.name=gateway")
                .build();
        return application.run(args);
    }

    public static void main(String[] args) {
        start(args);
    }
}
