package cn.twonets.benchmarks.lives;

import cn.twonets.benchmarks.Figure;
import cn.twonets.load.ActKind;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tells people what was measured, and programs in one line at the end. */
final class Report {
    private static final double MICROS_PER_MILLI = 1_000.0;
    private static final String DURABILITY = "every write in the store's journal before it is answered, no fsync; "
            + "Kafka acks=all on one broker, no fsync: survives kill -9, not a power failure";
    private static final double MEBIBYTE = 1 << 20;
    private static final Pattern HEAP = Pattern.compile(
            "(?m)^jvm_memory_used_bytes\\{[^}]*area=\"heap\"[^}]*} (\\S+)");

    private final PrintWriter out;
    private final Clock clock;
    private final Mode mode;
    private final Map<String, @Nullable Object> json = new LinkedHashMap<>();
    private final List<Stretch> stretches = new ArrayList<>();
    private final Map<String, Long> errors = new TreeMap<>();

    Report(PrintWriter out, Clock clock, Mode mode, boolean autoRefer, boolean separate, String javaOptions) {
        this.out = out;
        this.clock = clock;
        this.mode = mode;
        json.put("mode", mode.name().toLowerCase(Locale.ROOT));
        json.put("autoRefer", autoRefer);
        json.put("processes", separate ? "one for each part" : "one");
        json.put("javaOptions", javaOptions);
    }

    void begin() throws IOException {
        json.put("date", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("cores", Runtime.getRuntime().availableProcessors());
        json.put("java", Runtime.version().toString());
        json.put("loadAverageBefore", loadAverage());
        json.forEach((name, value) -> line("%-18s %s", name, value));
        line("%-18s %s", "durability", DURABILITY);
        line("");
    }

    private static String loadAverage() throws IOException {
        Path file = Path.of("/proc/loadavg");
        return Files.isReadable(file)
                ? String.join(" ", List.of(Files.readString(file).split(" ")).subList(0, 3))
                : "?";
    }

    void say(String words) {
        line("%s", words);
    }

    void floors(List<Figure> floors) {
        if (floors.isEmpty()) {
            return;
        }
        line("Floors of this machine, bare (client and server in one JVM, nothing of the product running):");
        Map<String, Object> figures = new LinkedHashMap<>();
        floors.forEach(figure -> {
            line("  %-52s %,12.1f %s", figure.what(), figure.value(), figure.unit());
            figures.put(figure.name(), rounded(figure.value()));
        });
        json.put("floors", figures);
        line("");
    }

    void callers(int callers) {
        json.put("callers", callers);
        line("Distinct callers: %d", callers);
    }

    void warmUp(Stretch warm) {
        line("Warm-up: %,d lives, at the end %.1f lives/s, %.1f accepted/s", warm.lives(), warm.completedPerSecond(),
                warm.acceptedPerSecond());
        noteErrors(warm);
        json.put("warmUpPerSecond", rounded(mode == Mode.INTAKE
                ? warm.acceptedPerSecond()
                : warm.completedPerSecond()));
    }

    Stretch stretch(Stretch one) {
        stretches.add(one);
        line("");
        line("%s: %,d lives%s, %.1f s", one.name(), one.lives(),
                one.offered() > 0 ? String.format(Locale.ROOT, ", %.1f offered/s", one.offered()) : "",
                one.wall().toMillis() / 1e3);
        line("  accepted/s %.1f   completed/s %.1f", one.acceptedPerSecond(), one.completedPerSecond());
        latency("accept", one.timings().answered(ActKind.SUBMIT));
        latency("accept to assigned", one.timings().visible(ActKind.SUBMIT));
        latency("act to visible to the next person", one.timings().visibleToTheNext());
        if (one.timings().tooEarlies() > 0) {
            line("  confirmations asked again because the village was not yet shown the result: %,d",
                    one.timings().tooEarlies());
        }
        double ended = ended(one);
        if (!one.use().isEmpty() && ended > 0) {
            line("  CPU-seconds for 1,000 lives: product %.2f, generator %.2f", one.productCpu() * 1_000 / ended,
                    one.ownCpu() * 1_000 / ended);
        }
        line("  generator: %.0f %% of the cores, latest start %.1f ms late, %,d more than 50 ms late%s",
                one.ownShare() * 100, one.latest().toNanos() / 1e6, one.lateStarts(),
                one.isGeneratorOverloaded() ? " -- OVERLOADED: these figures tell of the generator" : "");
        noteErrors(one);
        return one;
    }

    private double ended(Stretch one) {
        return mode == Mode.INTAKE ? one.timings().accepted() : one.timings().closed();
    }

    private void latency(String what, Histogram histogram) {
        if (histogram.getTotalCount() > 0) {
            line("  %-34s p50 %8.1f ms   p99 %8.1f ms   p99.9 %8.1f ms   (%,d)", what, millis(histogram, 50),
                    millis(histogram, 99), millis(histogram, 99.9), histogram.getTotalCount());
        }
    }

    private static double millis(Histogram histogram, double percentile) {
        return histogram.getValueAtPercentile(percentile) / MICROS_PER_MILLI;
    }

    private void noteErrors(Stretch one) {
        one.timings().errors().forEach((kind, count) -> {
            errors.merge(kind, count, Long::sum);
            line("  ERROR %,6d × %s", count, kind);
        });
    }

    void counts(Counts counts, long lives, Map<String, Long> diskBefore, Rig rig) throws IOException {
        line("");
        line("Counted over %,d lives, lazy clearing included:", lives);
        perLife("writesPerLife", "document writes per life, by the product's metrics", counts.writes(), lives);
        perLife("storeWritesPerLife", "document writes per life, by the store", counts.storeWrites(), lives);
        counts.writesByCollection().forEach((name, count) -> line("    %-30s %8.2f", name, (double) count / lives));
        perLife("recordsPerLife", "records per life, by the ends of the topics", counts.recordsOnTopics(), lives);
        counts.records().forEach((name, count) -> line("    %-30s %8.2f", name, (double) count / lives));
        json.put("publishedPerLife", rounded(counts.recordsByCollection().values().stream()
                .mapToLong(Long::longValue).sum() / (double) lives));
        json.put("writesPerLifeByCollection", perLife(counts.writesByCollection(), lives));
        json.put("recordsPerLifeByTopic", perLife(counts.records(), lives));
        memory(rig);
        Map<String, Object> disk = new LinkedHashMap<>();
        rig.disk().forEach((part, bytes) -> {
            double each = (double) (bytes - diskBefore.getOrDefault(part, 0L)) / lives;
            disk.put(part, Math.round(each));
            line("  bytes on disk per life, %-8s %,12.0f", part, each);
        });
        json.put("diskBytesPerLife", disk);
        parts();
    }

    private void perLife(String name, String what, long count, long lives) {
        double each = (double) count / lives;
        json.put(name, rounded(each));
        line("  %-52s %8.2f", what, each);
    }

    private static Map<String, Double> perLife(Map<String, Long> counts, long lives) {
        Map<String, Double> each = new LinkedHashMap<>();
        counts.forEach((name, count) -> each.put(name, rounded((double) count / lives)));
        return each;
    }

    private void memory(Rig rig) throws IOException {
        long resident = 0;
        for (ProcessUse use : rig.use().values()) {
            resident += use.residentBytes();
        }
        double heap = 0;
        Matcher found = HEAP.matcher(Counts.metrics(rig.ports().managementUris().get("intake")));
        while (found.find()) {
            heap += Double.parseDouble(found.group(1));
        }
        json.put("residentMiB", Math.round(resident / MEBIBYTE));
        json.put("heapUsedMiB", Math.round(heap / MEBIBYTE));
        line("  resident memory %,.0f MiB, heap in use %,.0f MiB (of the process that holds intake)",
                resident / MEBIBYTE, heap / MEBIBYTE);
    }

    private void parts() {
        double lives = stretches.stream().mapToDouble(this::ended).sum();
        Map<String, Double> parts = new TreeMap<>();
        double own = 0;
        for (Stretch one : stretches) {
            own += one.ownCpu();
            one.use().forEach((process, byPart) -> byPart.forEach((part, seconds) -> parts.merge(
                    one.use().size() == 1 ? part : process, seconds, Double::sum)));
        }
        if (parts.isEmpty() || lives == 0) {
            return;
        }
        boolean separate = stretches.getFirst().use().size() > 1;
        line("");
        line("CPU-seconds for 1,000 lives by part, from /proc, %s:", separate
                ? "a process for each part"
                : "by the names of threads");
        Map<String, Double> each = new LinkedHashMap<>();
        parts.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(part -> {
                    each.put(part.getKey(), rounded(part.getValue() * 1_000 / lives));
                    line("  %-66s %8.2f", part.getKey(), part.getValue() * 1_000 / lives);
                });
        line("  %-66s %8.2f", "(beside them, the generator)", own * 1_000 / lives);
        json.put("cpuSecondsPer1000ByPart", each);
        json.put("generatorCpuSecondsPer1000", rounded(own * 1_000 / lives));
    }

    /** @return the exit code */
    int end(boolean oneLine) throws IOException {
        Stretch main = switch (mode) {
            case SINGLE, BULK -> fastest();
            case INTAKE -> stretches.stream().max(Comparator.comparingDouble(Stretch::acceptedPerSecond)).orElseThrow();
            case SPIKE, GROWTH -> stretches.getFirst();
        };
        json.put("acceptedPerSecond", rounded(main.acceptedPerSecond()));
        json.put("completedPerSecond", rounded(main.completedPerSecond()));
        double lives = stretches.stream().mapToDouble(this::ended).sum();
        double product = stretches.stream().mapToDouble(Stretch::productCpu).sum();
        boolean known = stretches.stream().noneMatch(one -> one.use().isEmpty());
        json.put("cpuSecondsPer1000", lives == 0 || !known ? null : rounded(product * 1_000 / lives));
        json.put("needs", stretches.stream().mapToLong(Stretch::lives).sum());
        json.put("completed", stretches.stream().mapToLong(one -> one.timings().closed()).sum());
        json.put("stretches", stretches.stream().map(this::forPrograms).toList());
        json.put("generatorOverloaded", stretches.stream().anyMatch(Stretch::isGeneratorOverloaded));
        json.put("errors", errors);
        json.put("loadAverageAfter", loadAverage());
        line("");
        if (mode == Mode.GROWTH && stretches.size() == 10) {
            growth();
        }
        line("errors: %s", errors.isEmpty() ? "none" : errors);
        if (oneLine) {
            out.println(new JsonMapper().writeValueAsString(json));
        }
        out.flush();
        return errors.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void growth() {
        Stretch first = stretches.getFirst();
        Stretch last = stretches.getLast();
        double slower = 1 - last.completedPerSecond() / first.completedPerSecond();
        double dearer = last.productCpu() / ended(last) / (first.productCpu() / ended(first)) - 1;
        line("the last tenth against the first: completed/s %.1f against %.1f, accept to assigned p50 %.1f ms against "
                + "%.1f ms", last.completedPerSecond(), first.completedPerSecond(), assigned(last), assigned(first));
        json.put("lastTenthSlowerBy", rounded(slower));
        if (!first.use().isEmpty()) {
            line("  CPU-seconds for 1,000 lives %.2f against %.2f", last.productCpu() * 1_000 / ended(last),
                    first.productCpu() * 1_000 / ended(first));
            json.put("lastTenthCpuDearerBy", rounded(dearer));
        }
    }

    private static double assigned(Stretch one) {
        return millis(one.timings().visible(ActKind.SUBMIT), 50);
    }

    /** The product's fastest stretch and its last beside what a peer showed in the same run. */
    void peer(JsonNode peer) {
        Stretch full = fastest();
        Stretch paced = stretches.getLast();
        JsonNode flatOut = peer.path("flatOut");
        JsonNode half = peer.path("paced");
        JsonNode database = flatOut.path("databaseCpuSecondsPer1000");
        line("");
        line("Beside it, the same life on %s with %s, history %s, heap %,d MiB:", peer.path("engine").asString(),
                peer.path("database").asString(), peer.path("history").asString(), peer.path("maxHeapMiB").asLong());
        line("  %-46s %12s %12s", "", "product", "peer");
        beside("completed/s", full.completedPerSecond(), flatOut.path("completedPerSecond"));
        beside("CPU-seconds for 1,000 lives, whole process", full.productCpu() * 1_000 / ended(full),
                flatOut.path("cpuSecondsPer1000"));
        line("  %-46s %12.1f %12s", "  beside it: the people / the database", full.ownCpu() * 1_000 / ended(full),
                database.isNull() ? "not known" : String.format(Locale.ROOT, "%.1f", database.asDouble()));
        line("  at %.1f and %.1f lives/s offered:", paced.offered(), half.path("offeredPerSecond").asDouble());
        beside("  accept p99, ms", millis(paced.timings().answered(ActKind.SUBMIT), 99),
                half.path("acceptMillis").path("p99"));
        beside("  act to visible to the next person p99, ms", millis(paced.timings().visibleToTheNext(), 99),
                half.path("actToVisibleMillis").path("p99"));
        line("  durability, product: %s", DURABILITY);
        line("  durability, peer:    %s", peer.path("durability").asString());
        json.put("peer", peer);
    }

    private void beside(String what, double product, JsonNode peer) {
        line("  %-46s %12.1f %12.1f", what, product, peer.asDouble());
    }

    private Stretch fastest() {
        return stretches.stream().max(Comparator.comparingDouble(Stretch::completedPerSecond)).orElseThrow();
    }

    private Map<String, @Nullable Object> forPrograms(Stretch one) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("name", one.name());
        fields.put("offeredPerSecond", rounded(one.offered()));
        fields.put("lives", one.lives());
        fields.put("acceptedPerSecond", rounded(one.acceptedPerSecond()));
        fields.put("completedPerSecond", rounded(one.completedPerSecond()));
        fields.put("acceptMillis", percentiles(one.timings().answered(ActKind.SUBMIT)));
        fields.put("acceptToAssignedMillis", percentiles(one.timings().visible(ActKind.SUBMIT)));
        fields.put("actToVisibleMillis", percentiles(one.timings().visibleToTheNext()));
        fields.put("productCpuSeconds", one.use().isEmpty() ? null : rounded(one.productCpu()));
        fields.put("generatorShare", rounded(one.ownShare()));
        fields.put("lateStarts", one.lateStarts());
        fields.put("tooEarlyConfirmations", one.timings().tooEarlies());
        return fields;
    }

    private static Map<String, Double> percentiles(Histogram histogram) {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", rounded(millis(histogram, 50)));
        percentiles.put("p99", rounded(millis(histogram, 99)));
        percentiles.put("p99.9", rounded(millis(histogram, 99.9)));
        return percentiles;
    }

    private static double rounded(double value) {
        return Math.round(value * 1_000) / 1_000.0;
    }

    private void line(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values).stripTrailing());
        out.flush();
    }
}
