package cn.twonets.system.crash;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.kit.OwnProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The crash test in short: five kills of the whole product under load. */
@OwnProduct
@Order(2)
class CrashTestTest {
    static final long SEED = 20;
    /** Few, so that a slow machine has as much to do as a quick one. */
    private static final int MOST_UNDER_WAY = 60;

    @TempDir
    private Path folder;

    /** The settings that the runs with planted faults share, so that only the fault differs. */
    static Settings settings(Path folder, Duration patience, List<String> javaOptions) {
        return new Settings(150, 5, SEED, false, 10, MOST_UNDER_WAY, folder, javaOptions, patience);
    }

    @Test
    void losesDoublesAndOverdrawsNothing() throws IOException, InterruptedException {
        Report report = new CrashRun(settings(folder, Duration.ofMinutes(5), Settings.USUAL_OPTIONS),
                System.out::println).run();
        report.print(System.out);
        assertThat(report.judgement().verdict().violations()).isEmpty();
        assertThat(report.lives().drained()).as("all came to rest").isTrue();
        assertThat(report.holds()).as("nothing is wrong, and the kills hit work").isTrue();
    }
}
