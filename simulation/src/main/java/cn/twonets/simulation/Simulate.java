package cn.twonets.simulation;

import cn.twonets.simulation.story.Story;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./twonets simulate}: many seeds for a report, or one seed to look at. */
@Command(name = "simulate", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Runs the decision cores of the three services together, in one thread for each seed, in virtual time,",
        "under every fault, and checks after each step that nothing is lost, doubled or overdrawn.", "",
        "  ./twonets simulate --seeds 10000 --from 1     many seeds, with what was reached",
        "  ./twonets simulate --replay 4711              one seed, told step by step", ""})
public final class Simulate implements Callable<Integer> {
    @Option(names = "--seeds", defaultValue = "5000", description = "How many seeds (default: ${DEFAULT-VALUE}).")
    private long seeds;

    @Option(names = "--from", defaultValue = "1", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long from;

    @Option(names = "--lives", defaultValue = "0", description = "Needs in each; 0 for one to four, by seed.")
    private int lives;

    @Option(names = "--threads", defaultValue = "0", description = "Seeds run at once; 0 for one on each core.")
    private int threads;

    @Option(names = "--replay", description = "Tells what happens in this one seed.")
    private Long replay;

    @Option(names = "--digest", description = "Tells the seeds one after the other into one digest: the same anywhere.")
    private boolean digest;

    /** Ends the process with 0 if all held, 1 if something did not. */
    public static void main(String... args) {
        System.exit(new CommandLine(new Simulate()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException {
        if (digest) {
            return digest(System.out);
        }
        return replay == null ? many(System.out) : one(replay, System.out);
    }

    private int digest(PrintStream out) {
        MessageDigest told = sha256();
        for (long seed = from; seed < from + seeds; seed++) {
            for (String line : Simulation.run(Runs.story(seed, lives), new Coverage(), true).narration()) {
                told.update((line + "\n").getBytes(StandardCharsets.UTF_8));
            }
        }
        out.println(HexFormat.of().formatHex(told.digest()));
        return 0;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private int one(long seed, PrintStream out) {
        Simulation.Ending ending = Simulation.run(Runs.story(seed, lives), new Coverage(), true);
        ending.narration().forEach(out::println);
        out.println(ending.failed() ? "FAILED " + ending.violations() : "all held");
        return ending.failed() ? 1 : 0;
    }

    private int many(PrintStream out) throws InterruptedException {
        int cores = threads > 0 ? threads : Runtime.getRuntime().availableProcessors();
        long began = System.nanoTime();
        Runs runs = new Runs(from, seeds, lives).run(cores);
        double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1e3;
        double cpu = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
        Coverage coverage = runs.coverage();
        out.printf("seeds %d from %d, lives %d, steps %d, %.1f s, %.1f s of CPU, %.1f seeds/s, %.1f lives/s%n", seeds,
                from, runs.needs(), runs.steps(), seconds, cpu, seeds / seconds, runs.needs() / seconds);
        table(out, "steps done", coverage.beginningWith("step "));
        table(out, "faults", coverage.beginningWith("fault "));
        table(out, "cells of the table", coverage.beginningWith("cell "));
        table(out, "followed", coverage.beginningWith("followed "));
        out.println("cells never reached: " + coverage.cellsNeverReached());
        out.println("violations: " + runs.failures().size());
        for (Runs.Failure failure : runs.failures()) {
            out.println("seed " + failure.story().seed() + ": " + failure.ending().violations());
        }
        if (!runs.failures().isEmpty()) {
            Story shortest = new Shrinker().shrink(runs.failures().getFirst());
            out.println();
            out.println(Shrinker.told(shortest));
        }
        return runs.failures().isEmpty() ? 0 : 1;
    }

    private static void table(PrintStream out, String title, Map<String, Long> counts) {
        out.println(title + ":");
        counts.forEach((what, count) -> out.printf("  %9d  %s%n", count, what.substring(what.indexOf(' ') + 1)));
    }
}
