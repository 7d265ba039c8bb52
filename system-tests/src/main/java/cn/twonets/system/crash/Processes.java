package cn.twonets.system.crash;

import cn.twonets.load.ProductProcess;
import cn.twonets.load.ProductProcess.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The product's processes: one for all, or one for each part. */
final class Processes implements AutoCloseable {
    /** What the others wait for. */
    private static final List<String> FIRST = List.of("store", "broker", "issuer");
    /** None of them is ready before all have begun: they need what the others tell. */
    private static final List<String> THEN = List.of("intake", "dispatch", "resource", "gateway");

    private final Map<String, ProductProcess> running = new LinkedHashMap<>();

    private Processes() {
    }

    /** @param launch how each part is started; {@code all} is all of them in one */
    static Processes start(Function<String, Launch> launch, Path data, int base, boolean separate)
            throws IOException, InterruptedException {
        Processes processes = new Processes();
        try {
            if (separate) {
                for (String part : FIRST) {
                    processes.running.put(part, ProductProcess.start(launch.apply(part), data, base, part));
                }
                for (String part : THEN) {
                    processes.running.put(part, ProductProcess.begin(launch.apply(part), data, base, part));
                }
                for (ProductProcess process : processes.running.values()) {
                    process.awaitReady();
                }
            } else {
                processes.running.put("all", ProductProcess.start(launch.apply("all"), data, base));
            }
            return processes;
        } catch (IOException | InterruptedException | RuntimeException e) {
            processes.close();
            throw e;
        }
    }

    /** What can be killed, in a fixed order. */
    List<String> names() {
        return List.copyOf(running.keySet());
    }

    ProductProcess named(String name) {
        ProductProcess process = running.get(name);
        if (process == null) {
            throw new IllegalArgumentException("no process is called " + name);
        }
        return process;
    }

    /** Any of them, for what they share: ports, folder, tokens. */
    ProductProcess any() {
        return running.values().iterator().next();
    }

    /** @throws IllegalStateException if one has ended that nobody killed */
    void requireAlive() {
        running.forEach((name, process) -> {
            if (!process.isAlive()) {
                throw new IllegalStateException(name + " stopped by itself:\n" + process.output());
            }
        });
    }

    /** Ends them, services before what they need. */
    @Override
    public void close() throws InterruptedException {
        for (ProductProcess process : new ArrayList<>(running.values()).reversed()) {
            process.close();
        }
    }
}
