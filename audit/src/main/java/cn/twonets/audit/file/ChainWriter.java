package cn.twonets.audit.file;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.Draft;
import cn.twonets.audit.Entry;
import cn.twonets.audit.EntryFields;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one chain. Whoever waits for an entry and finds nobody writing writes everything that is pending, the
 * entries of others included; so there is one write and one sync for all who wait at the same time, and none of it needs
 * a thread of its own. After the first failure nothing more is written here: what the file then ends with is not known,
 * and the next chain says what it found.
 */
final class ChainWriter {
    private final ChainId id;
    private final Path path;
    private final boolean sync;
    private final Clock clock;
    private final WriteObserver observer;
    /** Not a channel: an interrupt of one caller would close a channel for all of them. */
    private final FileOutputStream file;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Draft draft = new Draft();
    private ByteArrayOutputStream pending = new ByteArrayOutputStream(8_192);
    private ByteArrayOutputStream spare = new ByteArrayOutputStream(8_192);
    private boolean writing;
    private boolean closed;
    private long size;
    private @Nullable Claim kept;
    private @Nullable IOException failure;

    /** Goes on writing to a file that has nothing in it; see {@link #open}. */
    ChainWriter(ChainId id, Path path, boolean sync, Clock clock, WriteObserver observer) throws IOException {
        this.id = id;
        this.path = path;
        this.file = new FileOutputStream(path.toFile(), true);
        this.sync = sync;
        this.clock = clock;
        this.observer = observer;
    }

    /** Makes the file and keeps its first entry. */
    static ChainWriter open(Path folder, ChainId id, List<Claim> before, boolean sync, Clock clock,
            WriteObserver observer, Duration patience) throws IOException, InterruptedException {
        Path path = folder.resolve(ChainFile.name(id));
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        Files.createFile(path, posix
                ? new FileAttribute<?>[]{
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))}
                : new FileAttribute<?>[0]);
        if (sync && posix) {
            try (FileChannel entry = FileChannel.open(folder, StandardOpenOption.READ)) {
                entry.force(true);
            }
        }
        ChainWriter writer = new ChainWriter(id, path, sync, clock, observer);
        try {
            writer.await(writer.append(EntryFields.of(new Entry.Opened(id, id.service(), before))), patience);
            return writer;
        } catch (IOException e) {
            // nobody was told of it, and a full disk must not fill with beginnings
            writer.file.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    ChainId id() {
        return id;
    }

    /**
     * Puts an entry behind the others; it is not kept before {@link #await} returned for it or a later one.
     *
     * @return its number
     * @throws ClosedChainException if the chain was closed: the next one takes it
     */
    long append(byte[] fields) throws IOException {
        lock.lock();
        try {
            requireHealth();
            if (closed) {
                throw new ClosedChainException();
            }
            return put(fields);
        } finally {
            lock.unlock();
        }
    }

    private long put(byte[] fields) {
        byte[] line = draft.next(clock.instant(), fields);
        pending.writeBytes(line);
        size += line.length;
        return draft.entries();
    }

    /** Returns once the entry of that number is kept. */
    void await(long number, Duration patience) throws IOException, InterruptedException {
        long left = patience.toNanos();
        lock.lock();
        try {
            while (kept == null || kept.entries() < number) {
                requireHealth();
                if (!writing) {
                    writePending();
                } else if (left <= 0) {
                    throw new IOException("the disk does not answer");
                } else {
                    left = progress.awaitNanos(left);
                }
            }
        } finally {
            lock.unlock();
        }
    }

    /** Keeps what is pending, if anything is. */
    void flush(Duration patience) throws IOException, InterruptedException {
        await(entries(), patience);
    }

    /** Entries so far, kept or not. */
    long entries() {
        lock.lock();
        try {
            return draft.entries();
        } finally {
            lock.unlock();
        }
    }

    /** Bytes so far, kept or not. */
    long size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** What is kept. */
    Claim kept() {
        lock.lock();
        try {
            if (kept == null) {
                throw new IllegalStateException("nothing is kept yet");
            }
            return kept;
        } finally {
            lock.unlock();
        }
    }

    boolean isUsable() {
        lock.lock();
        try {
            return failure == null && !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the chain up if its file was taken away or cut short while it is written: entries would go nowhere. */
    void requireFile() throws IOException {
        lock.lock();
        try {
            requireHealth();
            if (!closed && !writing && (!Files.isRegularFile(path) || Files.size(path) < size - pending.size())) {
                failure = new IOException("the file of the chain was taken away or cut short");
                requireHealth();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the chain in good order; what is appended later is refused. */
    void close(Duration patience) throws IOException, InterruptedException {
        long last;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            last = failure == null ? put(EntryFields.of(new Entry.Closed())) : 0;
        } finally {
            lock.unlock();
        }
        try (file) {
            if (last > 0) {
                await(last, patience);
            }
        }
    }

    /** Called with the lock, which is given back while the disk works. */
    private void writePending() throws IOException {
        ByteArrayOutputStream group = pending;
        pending = spare;
        long already = kept == null ? 0 : kept.entries();
        Claim reached = new Claim(id, draft.entries(), draft.head());
        writing = true;
        lock.unlock();
        IOException failed = new IOException("broken off while writing");
        try {
            group.writeTo(file);
            if (sync) {
                file.getFD().sync();
            }
            failed = null;
        } catch (IOException e) {
            failed = e;
        } finally {
            lock.lock();
            writing = false;
            group.reset();
            spare = group;
            failure = failed;
            if (failed == null) {
                kept = reached;
            }
            progress.signalAll();
        }
        requireHealth();
        observer.kept(reached.entries() - already);
    }

    private void requireHealth() throws IOException {
        if (failure != null) {
            throw new IOException("the chain " + id + " cannot be written", failure);
        }
    }

    /** The chain was ended while somebody was about to append to it. */
    static final class ClosedChainException extends IOException {
        private static final long serialVersionUID = 1L;
    }
}
