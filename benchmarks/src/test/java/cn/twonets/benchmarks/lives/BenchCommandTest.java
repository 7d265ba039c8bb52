package cn.twonets.benchmarks.lives;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.load.ProductProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class BenchCommandTest {
    private static final int NEEDS = 24;

    @TempDir
    static Path folder;

    private static ProductProcess product;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startTheProduct() throws Exception {
        product = ProductProcess.start(
                ProductProcess.Launch.onClassPath(List.of("-Xmx1200m", "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1")),
                folder.resolve("data"), ProductProcess.freeBase());
    }

    @AfterAll
    static void stopTheProduct() throws Exception {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void leadsHelpWithExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).startsWith("Examples:").contains("--needs", "--mode", "--json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--needs 0", "--rate 0", "--batch 1001", "--villages 331", "--mode sideways",
            "--data x --jfr y", "--faster"})
    void refusesWhatItDoesNotUnderstand(String options) {
        assertThat(run(options.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"single, false, 25", "bulk, true, 20"})
    void countsWhatAWholeLifeCosts(String mode, boolean autoRefer, double mostWrites) throws Exception {
        JsonNode json = measured(mode, autoRefer, "--needs", String.valueOf(NEEDS), "--rate", "8");
        assertThat(json.path("completed").asInt()).isEqualTo(NEEDS);
        assertThat(json.path("writesPerLife").asDouble()).as(json.toString()).isPositive()
                .isLessThanOrEqualTo(mostWrites);
        assertThat(json.path("storeWritesPerLife").asDouble()).as("counted by the store as by the services")
                .isEqualTo(json.path("writesPerLife").asDouble());
        assertThat(json.path("recordsPerLife").asDouble()).as(json.toString()).isPositive().isLessThanOrEqualTo(11);
        assertThat(json.path("publishedPerLife").asDouble()).isEqualTo(json.path("recordsPerLife").asDouble());
        assertThat(json.path("completedPerSecond").asDouble()).isPositive();
    }

    @Test
    void acceptsNeedsInBatches() throws Exception {
        JsonNode json = measured("intake", true, "--needs", "60", "--rate", "40", "--batch", "20");
        assertThat(json.path("needs").asInt()).isEqualTo(60);
        assertThat(json.path("acceptedPerSecond").asDouble()).isPositive();
    }

    @Test
    void keepsUpWithSpikesWithoutAnError() throws Exception {
        JsonNode json = measured("spike", true, "--base-rate", "0.4", "--step-seconds", "1");
        assertThat(json.path("stretches")).hasSize(7);
        assertThat(json.path("completed").asInt()).isEqualTo(json.path("needs").asInt());
    }

    @Test
    void comparesTheLastTenthWithTheFirst() throws Exception {
        JsonNode json = measured("growth", true, "--needs", "20", "--rate", "8");
        assertThat(json.path("stretches")).hasSize(10);
        assertThat(json.has("lastTenthSlowerBy")).isTrue();
        assertThat(json.path("completed").asInt()).isEqualTo(20);
    }

    private JsonNode measured(String mode, boolean autoRefer, String... more) throws Exception {
        List<String> args = new ArrayList<>(List.of("--mode", mode, "--data", folder.resolve("data").toString(),
                "--villages", "6", "--warm-up", "0", "--floor-seconds", "0", "--json"));
        if (autoRefer) {
            args.add("--auto-refer");
        }
        args.addAll(List.of(more));
        assertThat(run(args.toArray(String[]::new))).as("%s%n%s", out, err).isZero();
        JsonNode json = JsonMapper.shared().readTree(out.toString().lines().reduce("", (before, line) -> line));
        assertThat(json.path("errors")).as(json.toString()).isEmpty();
        return json;
    }

    private int run(String... args) {
        return BenchCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(args);
    }
}
