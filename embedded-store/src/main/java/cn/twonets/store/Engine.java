package cn.twonets.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.Effects.Kind;

/**
 * What makes commands durable: one lock, the effects of the command that holds it for writing, and the journal. Nothing
 * is answered, reads and refusals included, before all that it may have seen is in the journal.
 */
final class Engine {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Effects effects = new Effects();
    private final Map<Written, LongAdder> counts = new EnumMap<>(Written.class);
    private volatile @Nullable Journal journal;
    private Runnable afterWrite = () -> {};

    /** What a write does to a document. */
    enum Written {
        INSERTED, UPDATED, DELETED
    }

    Engine() {
        for (Written how : Written.values()) {
            counts.put(how, new LongAdder());
        }
    }

    ReentrantReadWriteLock lock() {
        return lock;
    }

    /** Notes what was done. For whoever holds the lock for writing; what is read back from the files is not noted. */
    void tell(Kind kind, String namespace, byte[] document) {
        if (!isRecovering()) {
            effects.add(kind, namespace, document);
        }
    }

    /** Counts one document written; what is read back from the files is not counted. */
    void count(Written how) {
        if (!isRecovering()) {
            counts.get(how).increment();
        }
    }

    /** How many documents were written so since the store was opened. */
    long written(Written how) {
        return counts.get(how).sum();
    }

    /** Whether the data is still being read from the files. */
    boolean isRecovering() {
        return journal == null;
    }

    /** Ends recovery: from now on every change goes to this journal. */
    void start(Journal ready, Runnable afterWrites) {
        afterWrite = afterWrites;
        journal = ready;
    }

    <T> T write(Supplier<T> command) {
        Journal open = journal();
        long position;
        lock.writeLock().lock();
        try {
            return command.get();
        } catch (Error e) {
            throw open.stop(e);
        } finally {
            try {
                open.append(effects.take());
                position = open.position();
            } finally {
                lock.writeLock().unlock();
            }
            open.await(position);
            afterWrite.run();
        }
    }

    /** Does something that changes no document while nobody else reads or writes. */
    void alone(Runnable work) {
        lock.writeLock().lock();
        try {
            work.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    <T> T read(Supplier<T> command) {
        Journal open = journal();
        try {
            return command.get();
        } finally {
            open.await(open.position());
        }
    }

    Journal journal() {
        Journal open = journal;
        if (open == null) {
            throw new IllegalStateException("The store is not open yet.");
        }
        return open;
    }
}
