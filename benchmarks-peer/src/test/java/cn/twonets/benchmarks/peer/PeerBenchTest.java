package cn.twonets.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A tiny run of the whole program, judged for being right, never for being quick. */
class PeerBenchTest {
    private final StringWriter out = new StringWriter();

    @Test
    void leadsEveryLifeToItsEndOnceAndSaysWhatThatCost() {
        assertThat(run("--needs", "20", "--warmup", "10", "--rate", "40", "--json")).as(out::toString).isZero();
        JsonNode figures = figures();
        assertThat(figures.path("lives").asLong()).isEqualTo(50);
        assertThat(figures.path("closed").asLong()).isEqualTo(50);
        assertThat(figures.path("findings").isEmpty()).isTrue();
        assertThat(figures.path("durability").asString()).contains("WRITE_DELAY 0");
        assertThat(figures.path("bytesPerLife").asLong()).isPositive();
        assertThat(figures.path("flatOut").path("completedPerSecond").asDouble()).isPositive();
        assertThat(figures.path("flatOut").path("cpuSecondsPer1000").asDouble()).isPositive();
        assertThat(figures.path("paced").path("offeredPerSecond").asDouble()).isEqualTo(40);
        assertThat(figures.path("paced").path("lifeMillis").path("p50").asDouble()).isPositive();
        assertThat(out.toString()).contains("each life ended once, nothing overdrawn, history complete");
    }

    @Test
    void givesNoMoreThanThereIs() {
        assertThat(run("--needs", "10", "--warmup", "10", "--rate", "40", "--resources", "3", "--units", "4", "--json"))
                .as(out::toString).isZero();
        assertThat(figures().path("closed").asLong()).isEqualTo(12);
        assertThat(figures().path("unmet").asLong()).isEqualTo(18);
    }

    @Test
    void refusesAServerThatItDoesNotKnow() {
        assertThat(run("--jdbc", "jdbc:other://127.0.0.1/peer")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(out.toString()).contains("jdbc:postgresql://");
    }

    private int run(String... arguments) {
        return new CommandLine(new PeerBench(Clock.systemUTC())).setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true)).execute(arguments);
    }

    private JsonNode figures() {
        return JsonMapper.shared().readTree(out.toString().lines().reduce((first, last) -> last).orElseThrow());
    }
}
