package cn.twonets.benchmarks.lives;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The same life on a general workflow engine, run by the script's {@code bench-peer} in a process of its own. */
final class Peer {
    private final Path script;
    private final @Nullable String jdbc;

    /** @param jdbc a PostgreSQL server; null for a database within the peer's own process */
    Peer(Path script, @Nullable String jdbc) {
        this.script = script;
        this.jdbc = jdbc;
    }

    /**
     * Runs it and waits for its end; what it says to people goes to this process's errors.
     *
     * @param needs lives of each of its two steps
     * @param perSecond the rate of the second; 0 for half of what the first showed
     * @param heap {@code -Xmx} of its JVM
     * @return what it has measured
     * @throws IOException if it did not end well
     */
    JsonNode measure(long needs, double perSecond, String heap) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(script.toString(), "bench-peer", "--needs",
                String.valueOf(needs), "--rate", String.format(Locale.ROOT, "%.3f", perSecond), "--json"));
        if (jdbc != null) {
            command.addAll(List.of("--jdbc", jdbc));
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("TWONETS_TOOL_OPTS", heap);
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException("the peer ended with " + code + ":\n" + said);
        }
        return new JsonMapper().readTree(said.lines().reduce("", (before, line) -> line));
    }
}
