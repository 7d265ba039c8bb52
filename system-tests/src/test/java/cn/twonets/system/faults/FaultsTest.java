package cn.twonets.system.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.DurationStyle;

/**
 * One product in parts, one fault after another. Each test ends with everything healed and judged. The long forms:
 * {@code -Dtwonets.faults.away=60s}.
 */
class FaultsTest {
    private static final Duration AWAY = DurationStyle.detectAndParse(System.getProperty("twonets.faults.away", "8s"));

    @TempDir
    private static Path folder;

    private static SplitProduct product;

    @BeforeAll
    static void start() throws IOException {
        long begun = System.nanoTime();
        product = SplitProduct.start(folder.resolve("county"));
        Figures.say("six processes ready after %.1f s", Figures.seconds(begun));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void acceptsWhileTheBrokerIsAwayAndDealsWithItAfterwards() throws Exception {
        new BrokerAway(product, AWAY).run();
    }

    @Test
    void acceptsNothingWhileTheStoreIsAwayAndRecoversWithoutRestart() throws Exception {
        new StoreAway(product, AWAY).killed();
    }

    @Test
    void settlesWhatASilentStoreLeftUnknown() throws Exception {
        new StoreAway(product, AWAY).silent();
    }

    @Test
    void passesOverPoisonOfEveryKindAndKeepsItAsDeadLetters() throws Exception {
        new PoisonPlanted(product).run();
    }
}
