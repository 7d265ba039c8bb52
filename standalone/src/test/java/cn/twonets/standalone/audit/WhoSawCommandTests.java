package cn.twonets.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.Verifier;
import cn.twonets.audit.file.WriteObserver;
import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.place.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WhoSawCommandTests {
    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void oneHasSeenTheHousehold() {
        try (Trail trail = new Trail("intake", TrailSettings.in(folder), Clock.systemUTC(), WriteObserver.NOBODY)) {
            trail.keep(new Entry.Read(new Actor("village-member:411082110213", List.of("grid-member")),
                    List.of("household-1"), "home-visit", "names", new Trace("c-1", "t-1")));
        }
    }

    private Exit whoSaw(String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = Stream.concat(Stream.of("audit", "who-saw"), Stream.of(words)).toArray(String[]::new);
        int code = line.execute(all);
        return Stream.of(Exit.values()).filter(exit -> exit.code() == code).findFirst().orElseThrow();
    }

    private String chains() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            StringBuilder all = new StringBuilder();
            for (Path file : files.toList()) {
                all.append(Files.readString(file));
            }
            return all.toString();
        }
    }

    @Test
    void writesTheQuestionDownAndTellsItToTheNextWhoAsks() throws IOException {
        assertThat(whoSaw("household-1", "--folder", folder.toString(), "--as", "supervisor:411082", "--for",
                "household-asked")).isEqualTo(Exit.DONE);
        assertThat(out.toString().lines()).singleElement().asString().contains("village-member:411082110213");

        assertThat(whoSaw("household-1", "--folder", folder.toString())).isEqualTo(Exit.DONE);
        assertThat(out.toString().lines()).hasSize(2).last().asString()
                .contains("supervisor:411082", "household-asked: who-saw");
        assertThat(chains()).contains("auditor:unnamed");
        assertThat(Verifier.verify(List.of(folder), null).findings()).isEmpty();
    }

    @Test
    void tellsNobodyWhatItCannotWriteDown() throws IOException {
        Path noFolder = Files.writeString(folder.resolve("file"), "not a folder");

        assertThat(whoSaw("household-1", "--folder", folder.toString(), "--record-in", noFolder.toString()))
                .isEqualTo(Exit.FAILED);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("cannot be written down");
    }

    @Test
    void takesPostsAndCodesOnly() throws IOException {
        String before = chains();
        for (List<String> words : List.of(List.of("--as", "张三"), List.of("--for", "because I want to"))) {
            assertThat(whoSaw(Stream.concat(Stream.of("household-1", "--folder", folder.toString()), words.stream())
                    .toArray(String[]::new))).isEqualTo(Exit.USAGE);
            assertThat(out.toString()).isEmpty();
        }
        assertThat(chains()).isEqualTo(before);
    }
}
