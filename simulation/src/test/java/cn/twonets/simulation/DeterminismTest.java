package cn.twonets.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The same seeds end the same way in another process too, where sets and hash codes have another order. */
class DeterminismTest {
    private static final int SEEDS = 20;

    @Test
    void tellsTheSameInEveryProcess() throws IOException, InterruptedException {
        String one = digest("-XX:hashCode=2");
        String other = digest("-XX:hashCode=3");

        assertThat(one).hasSize(64).isEqualTo(other);
    }

    private static String digest(String hashing) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1", "-XX:+UnlockExperimentalVMOptions", hashing, "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Simulate.class.getName(), "--digest", "--seeds", String.valueOf(SEEDS), "--from", "1"));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(process.waitFor()).as(told).isZero();
        return told;
    }
}
