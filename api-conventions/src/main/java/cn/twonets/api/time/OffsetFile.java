package cn.twonets.api.time;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Duration;

/**
 * The file that moves virtual time forward in local runs: one ISO 8601 duration, such as {@code PT72H}. All processes
 * of a run read the same file.
 *
 * @param path the file; absent means no offset
 */
public record OffsetFile(Path path) {
    /**
     * The present offset.
     *
     * @throws IOException if the file is there and cannot be read or holds no duration, or a negative one
     */
    public Duration read() throws IOException {
        try {
            Duration offset = Duration.parse(Files.readString(path).strip());
            if (offset.isNegative()) {
                throw new IOException("virtual time only goes forward: " + path);
            }
            return offset;
        } catch (NoSuchFileException none) {
            return Duration.ZERO;
        } catch (DateTimeException notADuration) {
            throw new IOException("not an ISO 8601 duration: " + path, notADuration);
        }
    }

    /**
     * Moves time forward. One writer at a time.
     *
     * @return the offset from now on
     * @throws IllegalArgumentException if {@code by} is negative
     */
    public Duration advance(Duration by) throws IOException {
        if (by.isNegative()) {
            throw new IllegalArgumentException("virtual time only goes forward");
        }
        Duration offset = read().plus(by);
        Path next = path.resolveSibling(path.getFileName() + ".next");
        Files.writeString(next, offset.toString() + "\n");
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        return offset;
    }
}
