package cn.twonets.audit.file;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Reference;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of writing: every entry that somebody was told of is there, and the chain holds. */
class KilledWriterTest {
    private static final int KILLS = 3;
    private static final int TOLD = 400;

    @TempDir
    private Path folder;

    @Test
    void losesNoEntryThatWasToldOf() throws Exception {
        List<Reference> told = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            told.addAll(writeUntilKilled());
        }
        new Trail("intake", TrailSettings.in(folder), Clock.systemUTC(), new Acts.Heard()).keep(Acts.begun("need-1"));
        Report report = Verifier.verify(List.of(folder), null);
        assertThat(report.findings()).isEmpty();
        assertThat(report.chains()).hasSize(KILLS + 1);
        for (Report.Chain chain : report.chains()) {
            assertThat(told.stream().filter(one -> one.chain().equals(chain.id())).mapToLong(Reference::number))
                    .allMatch(number -> number <= chain.entries());
        }
        assertThat(report.chains().stream().filter(chain -> chain.attested() == chain.entries())).hasSize(KILLS);
    }

    private List<Reference> writeUntilKilled() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Busy.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Reference> told = new ArrayList<>();
        try (BufferedReader out = new BufferedReader(
                new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            String line;
            while ((line = out.readLine()) != null) {
                String[] words = line.split(" ");
                if (words.length == 3 && words[2].equals("kept")) {
                    told.add(new Reference(new cn.twonets.audit.ChainId(words[0]), Long.parseLong(words[1])));
                }
                if (told.size() == TOLD) {
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(told).hasSizeGreaterThanOrEqualTo(TOLD);
        return told;
    }

    /** Writes from several threads and says of each entry that it is kept, until it is killed. */
    static final class Busy {
        private Busy() {
        }

        public static void main(String[] args) {
            Trail trail = new Trail("intake", TrailSettings.in(Path.of(args[0])), Clock.systemUTC(), new Acts.Heard());
            for (int thread = 0; thread < 4; thread++) {
                Thread.ofPlatform().start(() -> {
                    while (true) {
                        Reference kept = trail.keep(Acts.begun("need-0001"));
                        trail.note(Acts.done(kept));
                        System.out.println(kept.chain() + " " + kept.number() + " kept");
                    }
                });
            }
        }
    }
}
