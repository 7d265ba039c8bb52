package cn.twonets.benchmarks.peer;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells people what a run showed. */
final class PeerReport {
    private final PrintWriter out;

    PeerReport(PrintWriter out) {
        this.out = out;
    }

    void print(PeerFigures figures) {
        line("engine", "%s, history %s, heap %,d MiB", figures.engine(), figures.history(), figures.maxHeapMiB());
        line("database", "%s", figures.database());
        line("durability", "%s", figures.durability());
        line("lives", "%,d begun, %,d closed, %,d unmet", figures.lives(), figures.closed(), figures.unmet());
        line("on disk", "%,d bytes a life, log %,d bytes a life", figures.bytesPerLife(), figures.logBytesPerLife());
        step("flat out", figures.flatOut());
        step("paced", figures.paced());
        if (figures.findings().isEmpty()) {
            line("judged", "each life ended once, nothing overdrawn, history complete");
        }
        for (String finding : figures.findings()) {
            line("WRONG", "%s", finding);
        }
    }

    private void step(String name, PeerFigures.Step step) {
        if (step.offeredPerSecond() > 0) {
            line(name, "%,.0f offered per second, %,d of them late by the load's own fault", step.offeredPerSecond(),
                    step.lateStarts());
        }
        line(name, "%,.0f completed per second; CPU seconds per 1,000 lives: engine %.2f, database %s",
                step.completedPerSecond(), step.cpuSecondsPer1000(), known(step.databaseCpuSecondsPer1000()));
        points(name + ": accept", step.acceptMillis());
        points(name + ": act to visible", step.actToVisibleMillis());
        points(name + ": whole life", step.lifeMillis());
    }

    private static String known(@Nullable Double seconds) {
        return seconds == null ? "not known" : String.format(Locale.ROOT, "%.2f", seconds);
    }

    private void points(String name, Latencies.Points points) {
        line(name, "p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms", points.p50(), points.p99(), points.p999());
    }

    private void line(String name, String format, Object... values) {
        out.printf(Locale.ROOT, "%-26s %s%n", name, String.format(Locale.ROOT, format, values));
    }
}
