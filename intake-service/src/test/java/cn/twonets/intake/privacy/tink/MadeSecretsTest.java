package cn.twonets.intake.privacy.tink;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.HouseholdId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The master keys that {@code deploy/make-secrets} writes for docker compose, without this product, are ones for it. */
class MadeSecretsTest {
    private static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final HouseholdId HOUSEHOLD = new HouseholdId("household-1");

    @TempDir
    private Path folder;

    private String made() throws IOException, InterruptedException {
        Path script = folder.resolve("make-secrets");
        if (!Files.exists(script)) {
            Files.copy(root().resolve("deploy/make-secrets"), script);
        }
        Process process = new ProcessBuilder("bash", script.toString()).inheritIO().start();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(folder.resolve("secrets/intake-master-keys"));
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        while (!Files.exists(here.resolve("docker-compose.yml"))) {
            here = here.getParent();
        }
        return here;
    }

    @Test
    void wrapAndMarkAndAreMadeOnce() throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        String first = made();
        TinkKeys keys = KeyFile.of(first);
        assertThat(keys.known()).containsExactly(keys.primary());
        assertThat(KeyFile.of(made()).unwrap(keys.wrap(KEY, HOUSEHOLD), HOUSEHOLD)).isEqualTo(KEY);
        assertThat(KeyFile.of(made()).mark("identity", "1")).isEqualTo(keys.mark("identity", "1")).hasSize(64);
    }

    @Test
    void differFromInstallationToInstallation(@TempDir Path elsewhere) throws IOException, InterruptedException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "there is no bash");
        String first = made();
        folder = elsewhere;
        assertThat(made()).isNotEqualTo(first);
    }
}
