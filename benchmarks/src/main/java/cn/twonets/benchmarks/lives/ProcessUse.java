package cn.twonets.benchmarks.lives;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process has used so far, as Linux counts it in {@code /proc}.
 *
 * @param cpuSeconds user and system time of the whole process, its ended threads included
 * @param byThread the same by living thread
 * @param residentBytes memory that it holds now
 */
record ProcessUse(double cpuSeconds, Map<Long, ThreadUse> byThread, long residentBytes) {
    /** Clock ticks a second in {@code /proc}: 100 on every Linux of today ({@code getconf CLK_TCK}). */
    private static final double TICKS = 100;
    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int KIBIBYTE = 1024;

    /**
     * One thread.
     *
     * @param name as the kernel has it: the first 15 characters
     * @param cpuSeconds user and system time
     */
    record ThreadUse(String name, double cpuSeconds) {}

    /** Reads a living process. */
    static ProcessUse of(long pid) throws IOException {
        Path process = Path.of("/proc", Long.toString(pid));
        Map<Long, ThreadUse> threads = new HashMap<>();
        try (Stream<Path> tasks = Files.list(process.resolve("task"))) {
            for (Path task : tasks.toList()) {
                try {
                    ThreadUse use = thread(Files.readString(task.resolve("stat")));
                    threads.put(Long.parseLong(task.getFileName().toString()), use);
                } catch (IOException e) {
                    // the thread ended while it was read; its time is in the process's
                }
            }
        }
        return new ProcessUse(thread(Files.readString(process.resolve("stat"))).cpuSeconds(), threads,
                resident(process));
    }

    private static ThreadUse thread(String stat) {
        int end = stat.lastIndexOf(')');
        String[] fields = stat.substring(end + 2).split(" ");
        double ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
        return new ThreadUse(stat.substring(stat.indexOf('(') + 1, end), ticks / TICKS);
    }

    private static long resident(Path process) throws IOException {
        return Files.readAllLines(process.resolve("status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * KIBIBYTE)
                .findFirst()
                .orElse(0);
    }

    /** CPU-seconds since then by part, by the names of threads; what threads used that began and ended meanwhile, too. */
    Map<String, Double> partsSince(ProcessUse before) {
        Map<String, Double> parts = new TreeMap<>();
        double known = 0;
        for (Map.Entry<Long, ThreadUse> one : byThread.entrySet()) {
            ThreadUse was = before.byThread.get(one.getKey());
            double used = one.getValue().cpuSeconds() - (was == null ? 0 : was.cpuSeconds());
            known += used;
            if (used > 0) {
                parts.merge(ThreadParts.partOf(one.getValue().name()), used, Double::sum);
            }
        }
        double ended = cpuSeconds - before.cpuSeconds - known;
        if (ended > 0.005) {
            parts.put(ThreadParts.ENDED, ended);
        }
        return parts;
    }

    /** Size of all files below a folder, in bytes. */
    static long bytesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return 0;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            long bytes = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += sizeOf(file);
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // a journal or segment that was removed meanwhile takes no room any more
            return 0;
        }
    }
}
