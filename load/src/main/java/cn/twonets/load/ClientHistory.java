package cn.twonets.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** Every request of the clients and its outcome, append only: what a judge believes before anything the product says. */
public interface ClientHistory extends AutoCloseable {
    /** Appends one; from any thread. */
    void add(Attempt attempt);

    @Override
    default void close() {
    }

    /** Keeps nothing: for runs whose listener counts all that matters. */
    static ClientHistory forgotten() {
        return attempt -> {};
    }

    /** Kept in memory. */
    final class InMemory implements ClientHistory {
        private final List<Attempt> attempts = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void add(Attempt attempt) {
            attempts.add(attempt);
        }

        /** All so far, in the order in which their outcomes were known. */
        public List<Attempt> all() {
            synchronized (attempts) {
                return List.copyOf(attempts);
            }
        }
    }

    /** Kept in a file, one JSON object a line. */
    final class InFile implements ClientHistory {
        private final JsonMapper json = new JsonMapper();
        private final BufferedWriter out;

        /** @throws UncheckedIOException if the file cannot be written; an existing one is continued */
        public InFile(Path file) {
            try {
                out = Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public synchronized void add(Attempt attempt) {
            try {
                out.write(json.writeValueAsString(attempt));
                out.newLine();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public synchronized void close() {
            try {
                out.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Reads a history back, one after the other: a long one does not fit into memory. */
        public static void read(Path file, Consumer<Attempt> each) {
            JsonMapper json = new JsonMapper();
            try (Stream<String> lines = Files.lines(file)) {
                lines.forEach(line -> each.accept(json.readValue(line, Attempt.class)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
