package cn.twonets.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import cn.twonets.store.Effects.Kind;
import de.bwaldvogel.mongo.bson.Document;

/**
 * Writes snapshots in the background. Under the lock, for some milliseconds, it takes references to all bytes and moves
 * the journal to its next file; then it writes them at leisure. Until the snapshot has its final name, the older files
 * hold everything, so it may be interrupted at any instant.
 */
final class Snapshots implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int FRAME = 1 << 20;

    private final StoreFolder folder;
    private final StoredBackend backend;
    private final Engine engine;
    private final long afterBytes;
    private final AtomicBoolean running = new AtomicBoolean();
    private final ExecutorService background = Executors.newSingleThreadExecutor(work -> {
        Thread thread = new Thread(work, "store-snapshot");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long journalNumber;
    private volatile long written;

    private record Content(String namespace, List<byte[]> indexes, List<byte[]> documents) {}

    Snapshots(StoreFolder folder, StoredBackend backend, Engine engine, long afterBytes, long journalNumber) {
        this.folder = folder;
        this.backend = backend;
        this.engine = engine;
        this.afterBytes = afterBytes;
        this.journalNumber = journalNumber;
    }

    /** Starts a snapshot if the journal has grown long enough and none is being written. */
    void writeIfDue() {
        if (engine.journal().length() >= afterBytes && running.compareAndSet(false, true)) {
            background.execute(() -> {
                try {
                    write();
                } catch (IOException e) {
                    LOG.error(
                            "A snapshot could not be written; the journals keep everything, and the next one is tried "
                                    + "when the journal has grown again",
                            e);
                } finally {
                    running.set(false);
                }
            });
        }
    }

    /**
     * Writes a snapshot and waits for it: no file then holds what was overwritten or deleted before.
     *
     * @throws StoreException if it cannot be written; the journals keep everything
     */
    void writeNow() {
        try {
            background.submit(() -> {
                write();
                return null;
            }).get();
        } catch (ExecutionException e) {
            throw new StoreException("A snapshot could not be written.", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreException("Interrupted while a snapshot was written.", e);
        }
    }

    /** How many snapshots were finished. */
    long written() {
        return written;
    }

    private void write() throws IOException {
        List<Content> contents = new ArrayList<>();
        long number = journalNumber + 1;
        FrameWriter next = folder.unfinishedJournal(number);
        FrameWriter left;
        engine.lock().writeLock().lock();
        try {
            left = engine.journal().moveTo(next, () -> folder.nameJournal(number));
            journalNumber = number;
            for (StoredDatabase database : backend.databases()) {
                database.collections().forEach(collection -> contents.add(contentOf(collection)));
            }
        } finally {
            engine.lock().writeLock().unlock();
        }
        left.force();
        left.close();
        Path unfinished = folder.unfinishedSnapshot(number);
        Files.deleteIfExists(unfinished);
        try (FrameWriter writer = FrameWriter.create(unfinished)) {
            writeAll(contents, writer);
            writer.force();
        }
        Files.move(unfinished, folder.snapshot(number), StandardCopyOption.ATOMIC_MOVE);
        folder.syncNames();
        folder.deleteBefore(number);
        written++;
    }

    private static Content contentOf(StoredCollection collection) {
        List<byte[]> indexes = new ArrayList<>();
        collection.getIndexes().stream().filter(index -> !index.getName().equals(OrderedIndex.ID_INDEX)).forEach(
                index -> indexes.add(Bson.encode(index.toIndexDescription().append("ns", collection.getFullName()))));
        List<byte[]> documents = new ArrayList<>(collection.count());
        collection.forEachRow(row -> documents.add(row.bytes));
        return new Content(collection.getFullName(), indexes, documents);
    }

    private static void writeAll(List<Content> contents, FrameWriter writer) throws IOException {
        Effects effects = new Effects();
        long count = 0;
        for (Content content : contents) {
            effects.add(Kind.COLLECTION_CREATED, content.namespace, Bson.encode(new Document()));
            content.indexes.forEach(index -> effects.add(Kind.INDEX_CREATED, content.namespace, index));
            count += 1 + content.indexes.size() + content.documents.size();
            for (byte[] document : content.documents) {
                effects.add(Kind.PUT, content.namespace, document);
                if (effects.length() >= FRAME) {
                    append(effects, writer);
                }
            }
        }
        effects.add(Kind.END_OF_SNAPSHOT, "", Bson.encode(new Document("effects", count)));
        append(effects, writer);
        writer.flush();
    }

    private static void append(Effects effects, FrameWriter writer) throws IOException {
        for (Frame frame : effects.take()) {
            writer.append(frame);
        }
    }

    @Override
    public void close() {
        background.shutdown();
        boolean ended = false;
        while (!ended) {
            try {
                ended = background.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                ended = true;
            }
        }
    }
}
