package cn.twonets.dispatch;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts the dispatch service; settings are in {@code dispatch.yml}. */
@SpringBootApplication
@EnableConfigurationProperties(DispatchSettings.class)
public class DispatchApplication {
    private static final String SETTINGS = "--spring.config.name=dispatch";

    /**
     * Starts it beside whatever else runs in this JVM.
     *
     * @param args settings as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(String... args) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(args));
        return new SpringApplication(DispatchApplication.class).run(all.toArray(String[]::new));
    }

    public static void main(String... args) {
        start(args);
    }
}
