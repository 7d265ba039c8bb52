package cn.twonets.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.failpoints.Agent;
import cn.twonets.system.failpoints.Orders;
import cn.twonets.system.failpoints.Plant;
import cn.twonets.system.judge.Invariant;
import cn.twonets.system.kit.OwnProduct;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The crash test of {@link CrashTestTest}, with the same seed and settings, in a product with a fault: it must be found,
 * by name. Minutes each, so only with {@code -Dtwonets.crash.planted=true}.
 */
@OwnProduct
@EnabledIfSystemProperty(named = "twonets.crash.planted", matches = "true")
class PlantedFaultsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest(name = "{0} breaks {1}")
    @CsvSource({"OFFSET_BEFORE_EFFECT, I3", "REPLY_BEFORE_JOURNAL, I1"})
    void isFound(Plant plant, Invariant broken) throws IOException, InterruptedException {
        Path orders = Files.createDirectory(folder.resolve("orders"));
        List<String> options = new ArrayList<>(Settings.USUAL_OPTIONS);
        options.add(Agent.pack(orders));
        Orders.plant(orders, plant);
        Report report = new CrashRun(
                CrashTestTest.settings(folder.resolve("run"), Duration.ofSeconds(60), options),
                System.out::println).run();
        report.print(System.out);
        assertThat(report.judgement().verdict().count(broken)).as(broken.sentence()).isPositive();
        assertThat(report.holds()).isFalse();
    }
}
