package cn.twonets.audit.file;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Where and how a service keeps its chains.
 *
 * @param folder the chains' folder; several instances and services may share it
 * @param sync whether an entry counts as kept only once the disk has it, so that it outlasts a loss of power too
 * @param mostBytes a chain that has grown beyond this is closed and another begun
 * @param patience how long a caller waits for the disk at most
 * @param retryAfter pause after a chain could not be begun
 * @param outcomesWithin how long an outcome may wait for company before it is written
 */
public record TrailSettings(
        Path folder,
        boolean sync,
        long mostBytes,
        Duration patience,
        Duration retryAfter,
        Duration outcomesWithin) {

    private static final long MOST_BYTES = 256L * 1024 * 1024;

    /** Settings for everyday use. */
    public static TrailSettings in(Path folder) {
        return new TrailSettings(folder, true, MOST_BYTES, Duration.ofSeconds(5), Duration.ofSeconds(1),
                Duration.ofMillis(20));
    }

    /** The same, but with or without waiting for the disk. */
    public TrailSettings withSync(boolean whether) {
        return new TrailSettings(folder, whether, mostBytes, patience, retryAfter, outcomesWithin);
    }

    /** The same, but with chains of another length. */
    public TrailSettings withMostBytes(long bytes) {
        return new TrailSettings(folder, sync, bytes, patience, retryAfter, outcomesWithin);
    }
}
