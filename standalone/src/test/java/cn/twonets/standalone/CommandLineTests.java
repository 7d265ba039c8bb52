package cn.twonets.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.standalone.place.Exit;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandLineTests {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    static Stream<String> everyCommand() {
        return TwoNets.commandLine().getSubcommands().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("everyCommand")
    void leadsHelpWithExamplesAndNamesFolderAndPorts(String command) {
        assertThat(run(command, "--help")).isEqualTo(Exit.DONE);
        assertThat(out.toString()).startsWith("Examples:").contains("--data").contains("--port-base");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bench", "crash-test", "simulate"})
    void namesEveryToolThatTheScriptBuilds(String tool) {
        run("--help");
        assertThat(out.toString()).containsPattern("(?m)^ +" + tool + " +\\S");
    }

    @Test
    void documentsEveryExitCode() {
        run("--help");
        for (Exit exit : Exit.values()) {
            assertThat(out.toString())
                    .containsPattern("(?m)^ +" + exit.code() + " +" + exit.meaning().substring(0, 10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"upp", "token", "token --as", "up --port-base ninety", "submit", "clock advance"})
    void refusesWhatItDoesNotUnderstand(String line) {
        assertThat(run(line.split(" "))).isEqualTo(Exit.USAGE);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).contains("--help");
    }

    @Test
    void refusesAPortBaseThatLeavesNoRoom() {
        assertThat(run("token", "--as", "operator:411082", "--data", folder.toString(), "--port-base", "65530"))
                .isNotEqualTo(Exit.DONE);
        assertThat(run("up", "--data", folder.toString(), "--port-base", "65530")).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--port-base 65530");
    }

    @Test
    void refusesAnUnknownPart() {
        assertThat(run("up", "--only", "store,printer", "--data", folder.toString())).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("'printer' is not a part").contains("broker, store, issuer");
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = taken.getLocalPort() - 9;
            assertThat(run("up", "--only", "issuer", "--data", folder.toString(), "--port-base", "" + base))
                    .isEqualTo(Exit.CANNOT_START);
            assertThat(err.toString()).contains("Port " + taken.getLocalPort() + " for the issuer is taken")
                    .doesNotContain("Exception");
        }
    }

    @Test
    void saysThatTheFolderCannotBeWritten() throws Exception {
        Path file = Files.createFile(folder.resolve("a-file"));
        assertThat(run("up", "--only", "issuer", "--data", file.resolve("below").toString()))
                .isEqualTo(Exit.CANNOT_START);
        assertThat(err.toString()).contains("cannot be written to").contains("--data").doesNotContain("\tat ");
    }

    @Test
    void saysThatNothingRuns() {
        for (String command : new String[]{"story", "clock", "submit " + folder.resolve("needs.csv")}) {
            out.getBuffer().setLength(0);
            String[] words = (command + " --data " + folder.resolve("absent")).split(" ");
            assertThat(run(words)).as(command).isNotEqualTo(Exit.DONE);
            assertThat(out.toString()).isEmpty();
        }
        assertThat(err.toString()).contains("./twonets up").doesNotContain("\tat ");
    }

    private Exit run(String... args) {
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(args);
        return Stream.of(Exit.values()).filter(exit -> exit.code() == code).findFirst().orElseThrow();
    }
}
