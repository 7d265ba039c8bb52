package cn.twonets.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Copies the files of a store, whether it is open in another process, in this one, or not at all. The copy is the store as it
 * was at one instant of the copying, over all its databases: files are only ever appended to, and each journal is whole
 * before the next one exists, so that what was copied of them is a beginning of all effects in their order.
 */
public final class StoreCopy {
    private static final Pattern NAME = Pattern.compile("(journal|snapshot)-(\\d+)");
    /** A snapshot that ends meanwhile takes files away; that it does so again and again within one copy is no chance. */
    private static final int MOST_ATTEMPTS = 10;

    private StoreCopy() {
    }

    /**
     * Copies and checks every record of the copy; what was being appended just then is cut off.
     *
     * @param from the folder of a store
     * @param to an empty folder, or one to be made
     * @return the files made
     * @throws StoreDamagedException when a record is damaged: the store itself is then
     * @throws StoreException when there is no store, the target is not empty, or files cannot be read or written
     */
    public static List<Path> copy(Path from, Path to) {
        try {
            Files.createDirectories(to);
            if (!names(to, "journal").isEmpty() || !names(to, "snapshot").isEmpty()) {
                throw new StoreException("The folder " + to + " holds a store already; name another one.");
            }
            for (int attempt = 1;; attempt++) {
                List<Path> made = new ArrayList<>();
                try {
                    copyNewest(from, to, made);
                    return made;
                } catch (NoSuchFileException e) {
                    for (Path file : made) {
                        Files.deleteIfExists(file);
                    }
                    if (attempt == MOST_ATTEMPTS) {
                        throw e;
                    }
                }
            }
        } catch (IOException e) {
            throw new StoreException("The store in " + from + " cannot be copied to " + to + " (" + e + ").", e);
        }
    }

    private static void copyNewest(Path from, Path to, List<Path> made) throws IOException {
        NavigableSet<Long> snapshots = names(from, "snapshot");
        long first = snapshots.isEmpty() ? 1 : snapshots.last();
        NavigableSet<Long> journals = names(from, "journal").tailSet(first, true);
        if (journals.isEmpty() && snapshots.isEmpty()) {
            throw new StoreException("There is no store in " + from + ".");
        }
        if (!snapshots.isEmpty()) {
            copyOne(from, to, "snapshot-" + first, made, false);
        }
        // A journal that is not there is a snapshot that has ended since the names were read.
        long last = journals.isEmpty() ? first : journals.last();
        for (long journal = first; journal <= last; journal++) {
            copyOne(from, to, "journal-" + journal, made, journal == last);
        }
    }

    private static void copyOne(Path from, Path to, String name, List<Path> made, boolean mayBeTorn)
            throws IOException {
        Path target = to.resolve(name);
        made.add(target);
        Files.copy(from.resolve(name), target);
        long end;
        try (FrameReader reader = new FrameReader(target)) {
            boolean more = true;
            while (more) {
                more = reader.next() != null;
            }
            end = reader.position();
            if (reader.isTorn() && !mayBeTorn) {
                throw new StoreDamagedException(target, end, "it ends in the middle of a record");
            }
        }
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.truncate(end);
            channel.force(true);
        }
    }

    private static NavigableSet<Long> names(Path folder, String kind) throws IOException {
        NavigableSet<Long> numbers = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches() && name.group(1).equals(kind)) {
                    numbers.add(Long.valueOf(name.group(2)));
                }
            });
        }
        return numbers;
    }
}
