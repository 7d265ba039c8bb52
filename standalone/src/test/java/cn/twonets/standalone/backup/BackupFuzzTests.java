package cn.twonets.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a backup about itself, damaged in whatever way: it is that backup, or it is refused. */
class BackupFuzzTests {
    private static final Instant TAKEN = Instant.parse("2026-11-21T08:00:00Z");

    @Test
    void takesAFolderForABackupOrRefusesIt(@TempDir Path folder) throws IOException, InterruptedException {
        Files.writeString(Files.createDirectories(folder.resolve("store")).resolve("journal"), "journal");
        Backup good = new Backup(TAKEN, Backup.hashes(folder), "ab");
        good.write(folder);
        Path about = folder.resolve(Backup.FILE);
        Map<String, Long> outcomes = DecoderFuzz
                .of("backups", Words.of(Words.JSON, List.of("form", "taken", "files", "keys",
                        "../", "/etc/passwd", "\\u0000", "store/journal")))
                .slowly().from(List.of(Files.readAllBytes(about)))
                .feed(input -> {
                    Files.write(about, input);
                    Backup read;
                    try {
                        read = Backup.checked(folder);
                    } catch (Refused refused) {
                        assertThat(refused.getMessage()).isNotBlank();
                        return "refused " + refused.exit();
                    }
                    read.write(folder);
                    assertThat(Backup.checked(folder)).isEqualTo(read);
                    return "read";
                });
        assertThat(outcomes).containsKey("read").hasSizeGreaterThan(2);
    }
}
