package cn.twonets.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.intake.privacy.tink.UnusableKeysException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A service without its keys stops with one clear sentence, before it has touched store or broker. */
@ExtendWith(OutputCaptureExtension.class)
class StartWithoutKeysTest {
    @Test
    void namesTheFileThatIsMissing(@TempDir Path folder, CapturedOutput output) {
        Path missing = folder.resolve("keys.json");
        assertThatThrownBy(() -> start("--twonets.intake.key-file=" + missing))
                .hasRootCauseInstanceOf(NoSuchFileException.class);
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START", missing + " does not exist",
                "twonets.intake.key-file").doesNotContain("\tat cn.twonets");
        assertThat(missing).doesNotExist();
    }

    @Test
    void saysThatNeitherFileNorFolderIsNamed(CapturedOutput output) {
        assertThatThrownBy(() -> start("--twonets.mongo.database=intake"))
                .hasRootCauseInstanceOf(UnusableKeysException.class);
        assertThat(output.getOut()).contains("APPLICATION FAILED TO START", "neither a key file");
    }

    private static void start(String argument) {
        IntakeApplication.start("--server.port=0", "--twonets.issuer.uri=http://127.0.0.1:1",
                "--twonets.issuer.jwks-uri=http://127.0.0.1:1/jwks", argument);
    }
}
