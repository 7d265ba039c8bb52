package cn.twonets.store;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The journal's end. Appending is cheap and happens under the store's lock, so the order of records is the order of the
 * effects. Whoever waits then writes what all have appended meanwhile: one write, and one sync if wanted, for many.
 */
final class Journal implements AutoCloseable {

    /** What to do when memory holds what the journal does not: nothing may go on. */
    interface Failure {
        /** Does not return normally. */
        StoreException stop(Throwable cause);
    }

    /** Gives the next file the name under which it counts. */
    interface Naming {
        void name() throws IOException;
    }

    private final Object appending = new Object();
    private final ReentrantLock writing = new ReentrantLock();
    private final boolean fsync;
    private final Failure failure;
    private final Queue<Frame> waiting = new ArrayDeque<>();
    private long appended;
    private volatile long written;
    private volatile long length;
    private FrameWriter file;

    Journal(FrameWriter file, boolean fsync, Failure failure) {
        this.file = file;
        this.fsync = fsync;
        this.failure = failure;
    }

    /** Ends everything: what is in memory can no longer be trusted to be what the journal says. */
    StoreException stop(Throwable cause) {
        return failure.stop(cause);
    }

    /** Takes records in; they are not written before somebody waits for them. */
    void append(List<Frame> frames) {
        synchronized (appending) {
            waiting.addAll(frames);
            appended += frames.size();
        }
    }

    /** How many records were taken in so far. */
    long position() {
        synchronized (appending) {
            return appended;
        }
    }

    /** Returns when all records up to a position are written, and are on the disk if the journal syncs. */
    void await(long position) {
        if (written >= position) {
            return;
        }
        writing.lock();
        try {
            if (written < position) {
                writeWaiting();
            }
        } catch (IOException e) {
            throw failure.stop(e);
        } finally {
            writing.unlock();
        }
    }

    /** The present file's length in bytes. */
    long length() {
        return length;
    }

    /**
     * Writes all that was taken in and goes on in the next file. Called under the store's lock.
     *
     * @return the file left, for the caller to sync and close
     */
    FrameWriter moveTo(FrameWriter next, Naming naming) {
        writing.lock();
        try {
            writeWaiting();
            naming.name();
            FrameWriter left = file;
            file = next;
            length = file.length();
            return left;
        } catch (IOException e) {
            throw failure.stop(e);
        } finally {
            writing.unlock();
        }
    }

    /** Writes and syncs all that was taken in. */
    @Override
    public void close() {
        writing.lock();
        try {
            writeWaiting();
            file.force();
            file.close();
        } catch (IOException e) {
            throw failure.stop(e);
        } finally {
            writing.unlock();
        }
    }

    private void writeWaiting() throws IOException {
        List<Frame> frames;
        long target;
        synchronized (appending) {
            frames = new ArrayList<>(waiting);
            waiting.clear();
            target = appended;
        }
        for (Frame frame : frames) {
            file.append(frame);
        }
        file.flush();
        if (fsync && !frames.isEmpty()) {
            file.force();
        }
        length = file.length();
        written = target;
    }
}
