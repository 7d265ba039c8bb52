package cn.twonets.system.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How a crash test is run.
 *
 * @param needs how many lives begin, at the least: more begin if the kills take longer
 * @param kills how often a process is killed
 * @param seed which process is killed, when, and how arrivals are spread
 * @param separate whether broker, store and each service are processes of their own
 * @param rate lives that begin in a second, whatever the product does meanwhile
 * @param mostUnderWay lives that are led at once; beyond that they begin late, and the kills with them
 * @param folder an empty folder for the product's data, the clients' history and the run's own file
 * @param javaOptions of every process of the product, after the heap
 * @param patience for so long the end of all lives and the drain are waited for
 */
public record Settings(
        long needs,
        int kills,
        long seed,
        boolean separate,
        double rate,
        int mostUnderWay,
        Path folder,
        List<String> javaOptions,
        Duration patience) {

    /** A JVM that starts quickly: it is started for every kill. */
    public static final List<String> USUAL_OPTIONS = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** Seconds of arrivals planned for each kill: a start of the product, and about as long under load. */
    private static final double SECONDS_FOR_KILL = 20;
    private static final double LEAST_RATE = 10;
    private static final double MOST_RATE = 60;
    /** Heap that a life takes while the store keeps it in memory. */
    private static final long KILOBYTES_FOR_LIFE = 30;
    private static final long MEGABYTES = 1_000;
    private static final long MEGABYTES_OF_A_PART = 450;
    /** So many needs make a long run, for which resources must not run dry anywhere. */
    private static final long LONG = 10_000;

    /** As many lives as are led at once by itself. */
    public static final int USUALLY_UNDER_WAY = 1_500;

    /** The rate at which so many needs last for so many kills; between 10 and 60 a second. */
    public static double usualRate(long needs, int kills) {
        return Math.clamp(needs / (Math.max(kills, 1) * SECONDS_FOR_KILL), LEAST_RATE, MOST_RATE);
    }

    /** The options of a process: all parts in one, and the store, keep every need in memory. */
    List<String> options(String part) {
        boolean keepsAll = part.equals("all") || part.equals("store");
        long megabytes = (part.equals("all") ? MEGABYTES : MEGABYTES_OF_A_PART)
                + (keepsAll ? needs * KILOBYTES_FOR_LIFE / 1_000 : 0);
        List<String> options = new ArrayList<>();
        options.add("-Xmx" + megabytes + "m");
        options.addAll(javaOptions);
        return options;
    }

    /** How many villages take part, each with an aid service of its own. */
    int villages() {
        return needs >= LONG ? 200 : 26;
    }

    /** Needs that a village sends at once when it does not send a single one. */
    int batch() {
        return needs >= LONG ? 50 : 5;
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
