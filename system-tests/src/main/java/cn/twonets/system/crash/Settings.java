package cn.twonets.system.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How a crash test is run.
 *
 * @param needs how many lives begin, at the least: more begin if the kills take longer
 * @param kills how often a process is killed
 * @param seed which process is killed, when, and how arrivals are spread
 * @param separate whether broker, store and each service are processes of their own
 * @param rate lives that begin in a second, whatever the product does meanwhile
 * @param folder an empty folder for the product's data, the clients' history and the run's own file
 * @param javaOptions of the product's processes
 * @param patience for so long the end of all lives and the drain are waited for
 */
public record Settings(
        long needs,
        int kills,
        long seed,
        boolean separate,
        double rate,
        Path folder,
        List<String> javaOptions,
        Duration patience) {

    /** Seconds of arrivals planned for each kill: a start of the product, and about as long under load. */
    private static final double SECONDS_FOR_KILL = 22;

    /** The rate at which so many needs last for so many kills; between 5 and 60 a second. */
    public static double usualRate(long needs, int kills) {
        return Math.clamp(needs / (Math.max(kills, 1) * SECONDS_FOR_KILL), 5, 60);
    }

    /** Where the product keeps its data. */
    public Path data() {
        return folder.resolve("county");
    }

    /** Where the clients' history is kept. */
    public Path history() {
        return folder.resolve("history.jsonl");
    }

    /** Where the run says of itself what the judge must know. */
    public Path run() {
        return folder.resolve("run.json");
    }
}
