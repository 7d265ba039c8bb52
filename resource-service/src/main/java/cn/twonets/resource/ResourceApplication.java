package cn.twonets.resource;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the resource service; settings are in {@code resource.yml}. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class ResourceApplication {
    private static final String SETTINGS = "--spring.config.name=resource";

    /**
     * Starts it beside whatever else runs in this JVM.
     *
     * @param args settings as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(String... args) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(args));
        return new SpringApplication(ResourceApplication.class).run(all.toArray(String[]::new));
    }

    public static void main(String... args) {
        start(args);
    }
}
