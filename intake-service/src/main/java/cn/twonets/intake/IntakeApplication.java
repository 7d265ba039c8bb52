package cn.twonets.intake;

import cn.twonets.intake.disclosure.web.DisclosureController;
import cn.twonets.intake.disclosure.web.ExportController;
import cn.twonets.intake.erasure.web.ErasureController;
import cn.twonets.intake.households.web.HouseholdController;
import cn.twonets.intake.needs.web.NeedBatchController;
import cn.twonets.intake.needs.web.NeedController;
import cn.twonets.intake.needs.web.TimelineController;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;

/** Starts the intake service; settings are in {@code intake.yml}. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({IntakeConfiguration.class, PrivacyConfiguration.class, HouseholdController.class, NeedController.class,
        NeedBatchController.class,
        TimelineController.class, DisclosureController.class, ExportController.class, ErasureController.class})
public class IntakeApplication {
    private static final String SETTINGS = "--spring.config.name=intake";

    /**
     * Starts it beside whatever else runs in this JVM.
     *
     * @param args settings as {@code --name=value}
     */
    public static ConfigurableApplicationContext start(String... args) {
        List<String> all = new ArrayList<>(List.of(SETTINGS));
        all.addAll(List.of(args));
        return new SpringApplication(IntakeApplication.class).run(all.toArray(String[]::new));
    }

    public static void main(String... args) {
        start(args);
    }
}
