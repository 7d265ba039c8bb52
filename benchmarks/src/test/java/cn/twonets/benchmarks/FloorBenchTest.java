package cn.twonets.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FloorBenchTest {
    private static final String DATE = "2026-11-21T08:00:00Z";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void leadsHelpWithExamples() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).startsWith("Examples:").contains("--seconds", "--connections", "--json");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--seconds 0", "--seconds 601", "--seconds soon", "--connections 0", "--connections 8,61",
            "--connections many", "--faster"})
    void refusesWhatItDoesNotUnderstand(String options) {
        assertThat(run(options.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains(options.split(" ")[0]);
    }

    @Test
    void measuresEveryFloorAndEndsWithOneLineOfJson() {
        assertThat(run("--seconds", "1", "--connections", "2", "--json")).as(err::toString).isZero();
        String last = out.toString().lines().reduce("", (before, line) -> line);
        JsonNode json = JsonMapper.shared().readTree(last);
        assertThat(json.path("date").asString()).isEqualTo(DATE);
        assertThat(json.path("cores").asInt()).isPositive();
        List<String> names = new ArrayList<>();
        for (JsonNode figure : json.path("figures")) {
            names.add(figure.path("name").asString());
            assertThat(figure.path("count").isIntegralNumber()).as(last).isTrue();
            assertThat(figure.path("count").asLong()).as(last).isPositive();
            assertThat(figure.path("value").asDouble()).as(last).isPositive();
        }
        assertThat(names).containsExactly("store.replace.2", "store.replace.bulk500", "broker.chain.rate",
                "broker.chain.p50", "broker.chain.p99");
        assertThat(StoreFloor.documentBytes()).isBetween(1_150, 1_250);
    }

    private int run(String... args) {
        Clock clock = Clock.fixed(Instant.parse(DATE), ZoneOffset.UTC);
        return new CommandLine(new FloorBench(clock)).setOut(new PrintWriter(out)).setErr(new PrintWriter(err))
                .execute(args);
    }
}
