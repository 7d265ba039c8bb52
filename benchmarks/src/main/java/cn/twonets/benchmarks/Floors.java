package cn.twonets.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What the bare embedded store and the bare in-process broker can do on this machine, in this JVM. */
public final class Floors {
    private Floors() {
    }

    /**
     * Measures all of them, in a temporary folder that is deleted at the end.
     *
     * @param time how long each step is measured
     * @param connections of the single replaces
     */
    public static List<Figure> measure(Duration time, List<Integer> connections) throws Exception {
        Path folder = Files.createTempDirectory("twonets-floor-");
        try {
            List<Figure> figures = new ArrayList<>(new StoreFloor(time, connections).measure(folder.resolve("store")));
            figures.addAll(new BrokerFloor(time).measure(folder.resolve("broker")));
            return figures;
        } finally {
            delete(folder);
        }
    }

    /** Deletes a folder with everything in it. */
    public static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
