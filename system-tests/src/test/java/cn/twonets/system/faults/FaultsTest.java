package cn.twonets.system.faults;

import cn.twonets.system.kit.OwnProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.convert.DurationStyle;

/**
 * One product in parts, one fault after another. Each test ends with everything healed and judged. Settings, all system
 * properties: {@code twonets.faults.away} for how long broker and store are away (the long form: {@code 60s}),
 * {@code twonets.faults.overload} for the calls a second of the overload, {@code twonets.faults.small-disk} for a folder on
 * a small file system, which adds the test that fills it.
 */
@OwnProduct
@Order(1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsTest {
    private static final Duration AWAY = DurationStyle.detectAndParse(System.getProperty("twonets.faults.away", "5s"));

    /** Ten times what two cores can be asked for all day by single calls. */
    private static final int PER_SECOND = Integer.getInteger("twonets.faults.overload", 1_000);

    @TempDir
    private static Path folder;

    private static SplitProduct product;

    @BeforeAll
    static void start() throws IOException {
        long begun = System.nanoTime();
        Path place = Path.of(System.getProperty("twonets.faults.small-disk", folder.toString()));
        product = SplitProduct.start(place.resolve("county"));
        Figures.say("six processes ready after %.1f s", Figures.seconds(begun));
    }

    @AfterEach
    void heal() throws IOException {
        product.heal();
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

    /** Late, because it leaves services behind that read in small batches. */
    @Test
    @Order(Integer.MAX_VALUE - 1)
    void changesNothingWhenEveryTopicIsReadAgain() throws Exception {
        new Replay(product).run();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void endsTheStoreReadablyWhenItsFilesMayNotGrow() throws Exception {
        new FullDisk(product).filesOfTheStoreMayNotGrow();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void acceptsWhenTheFilesOfTheBrokerMayNotGrow() throws Exception {
        new FullDisk(product).filesOfTheBrokerMayNotGrow();
    }

    @Test
    @EnabledIfSystemProperty(named = "twonets.faults.small-disk", matches = ".+")
    void acceptsNothingThatAFullDiskCannotHold() throws Exception {
        new FullDisk(product).everythingIsFull();
    }

    @Test
    void answersTruthfullyOverASlowAndANarrowNetwork() {
        new BadNetwork(product).slowAndNarrow();
    }

    @Test
    void answersTruthfullyWhileOneLinkAfterAnotherIsBroken() {
        new BadNetwork(product).brokenOneAfterAnother();
    }

    @Test
    void dropsNothingWhenAnInstanceComesAndGoesDuringBackOff() throws Exception {
        try (SecondInstance second = new SecondInstance(product)) {
            second.joinsAndLeavesDuringBackOff();
        }
    }

    @Test
    void dropsNothingWhenAListenerIsSlowerThanItsPollInterval() throws Exception {
        try (SecondInstance second = new SecondInstance(product)) {
            second.isSlowerThanItsPollInterval();
        }
    }

    /** Last, because of the thousands of needs that it leaves behind. */
    @Test
    @Order(Integer.MAX_VALUE)
    void turnsAwayWhatIsTooMuchAndLosesNothingItAccepted() throws Exception {
        new Overload(product, PER_SECOND, Duration.ofSeconds(5)).run();
    }
}
