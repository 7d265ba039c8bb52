package cn.twonets.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.NavigableSet;

import org.jspecify.annotations.Nullable;

import cn.twonets.store.Effects.Kind;
import de.bwaldvogel.mongo.backend.Assert;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;

/** Reads a folder back into memory: the newest snapshot, then every journal from there on, in order. */
final class Recovery {
    private final StoreFolder folder;
    private final StoredBackend backend;
    private long snapshotEffects;
    private boolean snapshotEnded;

    Recovery(StoreFolder folder, StoredBackend backend) {
        this.folder = folder;
        this.backend = backend;
    }

    /**
     * The number of the journal to go on with, and its writer.
     *
     * @param number the journal's number
     */
    record Recovered(long number, FrameWriter writer) {}

    /**
     * @throws StoreDamagedException when a file is damaged other than by an interrupted last append
     */
    Recovered run() throws IOException {
        folder.deleteUnfinished();
        NavigableSet<Long> snapshots = folder.snapshots();
        NavigableSet<Long> journals = folder.journals();
        long number = snapshots.isEmpty() ? 1 : snapshots.last();
        if (!snapshots.isEmpty()) {
            readSnapshot(folder.snapshot(number));
        }
        NavigableSet<Long> following = journals.tailSet(number, true);
        FrameWriter writer = null;
        for (long next = number; !following.isEmpty() && next <= following.last(); next++) {
            if (!following.contains(next)) {
                throw new StoreDamagedException(folder.journal(next), "it is missing");
            }
            writer = readJournal(folder.journal(next), next == following.last());
            number = next;
        }
        if (writer == null && !snapshots.isEmpty()) {
            throw new StoreDamagedException(folder.journal(number), "it is missing");
        }
        finishIndexes();
        folder.deleteBefore(snapshots.isEmpty() ? 1 : snapshots.last());
        return new Recovered(number, writer == null ? folder.newJournal(number) : writer);
    }

    private void finishIndexes() {
        for (StoredDatabase database : backend.databases()) {
            database.collections().forEach(StoredCollection::finishRecovery);
        }
    }

    private void readSnapshot(Path file) throws IOException {
        try (FrameReader reader = new FrameReader(file)) {
            readAll(file, reader);
            if (reader.isTorn() || !snapshotEnded) {
                throw new StoreDamagedException(file, reader.position(), "the snapshot is incomplete");
            }
        }
    }

    private @Nullable FrameWriter readJournal(Path file, boolean last) throws IOException {
        long end;
        try (FrameReader reader = new FrameReader(file)) {
            readAll(file, reader);
            if (reader.isTorn() && !last) {
                throw new StoreDamagedException(file, reader.position(), "it ends in the middle of a record");
            }
            end = reader.position();
        }
        return last ? FrameWriter.continueAt(file, end) : null;
    }

    private void readAll(Path file, FrameReader reader) throws IOException {
        long offset = reader.position();
        try {
            for (ByteBuffer payload = reader.next(); payload != null; payload = reader.next()) {
                Effects.read(payload, this::apply);
                offset = reader.position();
            }
        } catch (StoreException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StoreDamagedException(file, offset,
                    "a record cannot be understood: " + e.getClass().getSimpleName());
        }
    }

    private void apply(Kind kind, String namespace, byte[] bytes) {
        if (kind == Kind.END_OF_SNAPSHOT) {
            Assert.equals(((Number) Bson.decode(bytes).get("effects")).longValue(), snapshotEffects);
            snapshotEnded = true;
            return;
        }
        snapshotEffects++;
        int dot = namespace.indexOf('.');
        StoredDatabase database = backend.database(namespace.substring(0, dot));
        String name = namespace.substring(dot + 1);
        switch (kind) {
            case PUT -> database.recoverCollection(name).recover(bytes);
            case REMOVED -> database.recoverCollection(name).recoverRemoval(Bson.decode(bytes));
            case COLLECTION_CREATED -> database.recoverCollection(name);
            case COLLECTION_DROPPED -> database.dropCollection(name, NoopOplog.get());
            case INDEX_CREATED -> database.addIndex(Bson.decode(bytes));
            case INDEX_DROPPED -> database.dropIndexNamed(database.recoverCollection(name),
                    indexName(Bson.decode(bytes)));
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    private static String indexName(Document dropped) {
        return dropped.get("name").toString();
    }
}
