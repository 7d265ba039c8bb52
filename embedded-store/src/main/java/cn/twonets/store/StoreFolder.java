package cn.twonets.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The data folder: {@code snapshot-N} holds everything before {@code journal-N}; the store is the newest snapshot and all
 * journals from its number on. The lock ends with the process, however that ends.
 */
final class StoreFolder implements AutoCloseable {
    private static final String JOURNAL = "journal-";
    private static final String SNAPSHOT = "snapshot-";
    private static final String UNFINISHED = ".unfinished";

    private final Path folder;
    private final FileChannel lockFile;

    private StoreFolder(Path folder, FileChannel lockFile) {
        this.folder = folder;
        this.lockFile = lockFile;
    }

    /**
     * Takes the folder for this process.
     *
     * @throws StoreInUseException when somebody holds it
     * @throws StoreException when it cannot be made or written
     */
    static StoreFolder take(Path folder) {
        try {
            Files.createDirectories(folder);
            FileChannel lockFile = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!isLocked(lockFile)) {
                lockFile.close();
                throw new StoreInUseException(folder);
            }
            return new StoreFolder(folder, lockFile);
        } catch (IOException e) {
            throw new StoreException("The data folder " + folder + " cannot be written (" + e + ").", e);
        }
    }

    private static boolean isLocked(FileChannel lockFile) throws IOException {
        try {
            FileLock lock = lockFile.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path journal(long number) {
        return folder.resolve(JOURNAL + number);
    }

    Path snapshot(long number) {
        return folder.resolve(SNAPSHOT + number);
    }

    Path unfinishedSnapshot(long number) {
        return folder.resolve(SNAPSHOT + number + UNFINISHED);
    }

    FrameWriter newJournal(long number) throws IOException {
        FrameWriter writer = FrameWriter.create(journal(number));
        syncNames();
        return writer;
    }

    /** A journal to be, which counts only once it has its name. */
    FrameWriter unfinishedJournal(long number) throws IOException {
        Path file = folder.resolve(JOURNAL + number + UNFINISHED);
        Files.deleteIfExists(file);
        return FrameWriter.create(file);
    }

    void nameJournal(long number) throws IOException {
        Files.move(folder.resolve(JOURNAL + number + UNFINISHED), journal(number), StandardCopyOption.ATOMIC_MOVE);
        syncNames();
    }

    NavigableSet<Long> journals() throws IOException {
        return numbers(JOURNAL);
    }

    NavigableSet<Long> snapshots() throws IOException {
        return numbers(SNAPSHOT);
    }

    /** Deletes what a newer snapshot has made superfluous, and snapshots never finished. */
    void deleteBefore(long number) throws IOException {
        for (long journal : journals().headSet(number)) {
            Files.delete(journal(journal));
        }
        for (long snapshot : snapshots().headSet(number)) {
            Files.delete(snapshot(snapshot));
        }
    }

    void deleteUnfinished() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(UNFINISHED)).toList()) {
                Files.delete(file);
            }
        }
    }

    /** Makes the names of new files survive a loss of power, where the system lets a folder be synced. */
    void syncNames() throws IOException {
        if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private NavigableSet<Long> numbers(String prefix) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            TreeSet<Long> numbers = new TreeSet<>();
            files.map(path -> path.getFileName().toString()).filter(name -> name.matches(prefix + "\\d+"))
                    .forEach(name -> numbers.add(Long.valueOf(name.substring(prefix.length()))));
            return numbers;
        }
    }
}
