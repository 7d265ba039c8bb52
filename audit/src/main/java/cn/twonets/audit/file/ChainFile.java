package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One chain as it lies in a folder.
 *
 * @param id which chain
 * @param path its file
 */
public record ChainFile(ChainId id, Path path) implements Comparable<ChainFile> {
    private static final String SUFFIX = ".jsonl";
    private static final int CHUNK = 1024 * 1024;
    private static final int TAIL = 64 * 1024;

    static String name(ChainId id) {
        return id + SUFFIX;
    }

    /**
     * The chains of a folder, by service and time.
     *
     * @throws IOException if the folder cannot be read
     */
    public static List<ChainFile> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(path -> of(path).stream()).sorted().toList();
        }
    }

    private static Optional<ChainFile> of(Path path) {
        String name = path.getFileName().toString();
        String id = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : "";
        return ChainId.fits(id) && Files.isRegularFile(path)
                ? Optional.of(new ChainFile(new ChainId(id), path))
                : Optional.empty();
    }

    /** Takes the lines of a file, one after the other. */
    @FunctionalInterface
    public interface Lines {
        /**
         * One line, without its line feed, from {@code from} to before {@code to}; the bytes are overwritten afterwards.
         *
         * @return whether to go on
         */
        boolean line(byte[] text, int from, int to);
    }

    /**
     * Reads from the first line on.
     *
     * @return bytes behind the last line feed: what is being written, or was cut
     */
    public long read(Lines lines) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] text = new byte[CHUNK];
            int filled = 0;
            while (true) {
                int more = in.readNBytes(text, filled, text.length - filled);
                if (more == 0) {
                    return filled;
                }
                int end = filled + more;
                int from = 0;
                for (int at = filled; at < end; at++) {
                    if (text[at] == '\n') {
                        if (!lines.line(text, from, at)) {
                            return 0;
                        }
                        from = at + 1;
                    }
                }
                filled = end - from;
                if (from == 0 && filled == text.length) {
                    text = Arrays.copyOf(text, text.length * 2);
                } else {
                    System.arraycopy(text, from, text, 0, filled);
                }
            }
        }
    }

    /** The first line as it stands; empty if there is none. */
    public Optional<Line> first() throws IOException {
        Optional<Line>[] found = single();
        read((text, from, to) -> {
            found[0] = Line.read(text, from, to);
            return false;
        });
        return found[0];
    }

    /** What the end of the file says of itself; empty if it has no whole line, or the last one has no form. */
    public Optional<Claim> end() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            for (long length = TAIL;; length *= 8) {
                long from = Math.max(0, file.length() - length);
                byte[] tail = new byte[(int) (file.length() - from)];
                file.seek(from);
                file.readFully(tail);
                int end = lastLineFeed(tail, tail.length);
                int begin = lastLineFeed(tail, end);
                if (end >= 0 && (begin >= 0 || from == 0)) {
                    return Line.read(tail, begin + 1, end).filter(line -> line.number() > 0)
                            .map(line -> new Claim(id, line.number(), line.hash()));
                }
                if (from == 0) {
                    return Optional.empty();
                }
            }
        }
    }

    private static int lastLineFeed(byte[] text, int before) {
        int at = before - 1;
        while (at >= 0 && text[at] != '\n') {
            at--;
        }
        return at;
    }

    @SuppressWarnings("unchecked")
    private static <T> Optional<T>[] single() {
        return new Optional[]{Optional.empty()};
    }

    /** Whether a line speaks of that word somewhere. */
    static boolean contains(byte[] text, int from, int to, byte[] word) {
        byte first = word[0];
        int last = to - word.length;
        for (int at = from; at <= last; at++) {
            if (text[at] == first && Arrays.equals(text, at, at + word.length, word, 0, word.length)) {
                return true;
            }
        }
        return false;
    }

    static byte[] word(String quoted) {
        return ('"' + quoted + '"').getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public int compareTo(ChainFile other) {
        return id.compareTo(other.id);
    }
}
