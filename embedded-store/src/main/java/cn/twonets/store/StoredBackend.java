package cn.twonets.store;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import cn.twonets.store.Engine.Written;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.exception.MongoSilentServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;

/** Takes every command: checks it, runs it under the engine's rules, and never logs what it carries. */
final class StoredBackend extends AbstractMongoBackend {
    private static final Logger LOG = LoggerFactory.getLogger(StoredBackend.class);

    private final Engine engine;
    private final Cursors cursors;
    private final Map<String, StoredDatabase> databases = new ConcurrentHashMap<>();
    private volatile Runnable rewriteFiles = () -> {};

    /** What the drivers of today ask for; nothing of it goes beyond what the store does. */
    private enum Version implements MongoVersion {
        INSTANCE;

        @Override
        public List<Integer> getVersionArray() {
            return List.of(5, 0, 0, 0);
        }

        @Override
        public int getWireVersion() {
            return 13;
        }
    }

    StoredBackend(Engine engine, Clock clock) {
        super(clock);
        this.engine = engine;
        this.cursors = new Cursors(clock);
        version(Version.INSTANCE);
    }

    /** Says what writes the store's files anew; before the first command. */
    void onCompact(Runnable rewriting) {
        rewriteFiles = rewriting;
    }

    Collection<StoredDatabase> databases() {
        return databases.values();
    }

    StoredDatabase database(String name) {
        return (StoredDatabase) resolveDatabase(name);
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
        return databases.computeIfAbsent(name, made -> new StoredDatabase(made, getCursorRegistry(), engine, cursors));
    }

    @Override
    public void dropDatabase(String name) {
        super.dropDatabase(name);
        databases.remove(name);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        String command = message.getDocument().keySet().iterator().next();
        try {
            return super.handleMessage(message);
        } catch (MongoServerException e) {
            return Replies.error(e);
        } catch (RuntimeException e) {
            LOG.error("The command {} failed", command, withoutMessage(e));
            return Replies.error(
                    new MongoSilentServerException("The embedded store failed: " + e.getClass().getSimpleName()));
        }
    }

    /** Where it failed, not on what: messages may quote documents. */
    private static Throwable withoutMessage(RuntimeException failure) {
        Throwable bare = new IllegalStateException(failure.getClass().getName());
        bare.setStackTrace(failure.getStackTrace());
        return bare;
    }

    /** Drivers have long asked by messages only; the old way passes by all rules. */
    @Override
    public QueryResult handleQuery(MongoQuery query) {
        throw new MongoSilentServerException("The embedded store answers no legacy queries.");
    }

    @Override
    public Document handleCommand(@Nullable Channel channel, String databaseName, String command, Document query) {
        CommandRules.check(command, query);
        if (!databases.containsKey(databaseName)) {
            // Opening a database locks the map of databases; a writer that waits for that map holds the engine's lock.
            engine.alone(() -> resolveDatabase(databaseName));
        }
        if (CommandRules.isAboutTheServer(command)) {
            return aboutTheServer(channel, databaseName, command, query);
        }
        if (command.equals("compact")) {
            rewriteFiles.run();
            return Replies.okay(new Document("bytesFreed", 0));
        }
        openUnderTheLock(databaseName);
        return CommandRules.isWrite(command)
                ? engine.write(() -> super.handleCommand(channel, databaseName, command, query))
                : engine.read(() -> super.handleCommand(channel, databaseName, command, query));
    }

    private Document aboutTheServer(@Nullable Channel channel, String databaseName, String command, Document query) {
        return switch (command) {
            case "hello", "isMaster", "ismaster" -> super.handleCommand(channel, databaseName, "ismaster", query)
                    .append("isWritablePrimary", true).append("helloOk", true).append("readOnly", false);
            case "serverStatus" -> super.handleCommand(channel, databaseName, command, query)
                    .append("metrics", new Document("document", new Document()
                            .append("inserted", engine.written(Written.INSERTED))
                            .append("updated", engine.written(Written.UPDATED))
                            .append("deleted", engine.written(Written.DELETED))));
            case "endSessions" -> Replies.okay(new Document());
            default -> {
                openUnderTheLock(databaseName);
                yield super.handleCommand(channel, databaseName, command, query);
            }
        };
    }

    /** Making a database takes the lock inside the map of databases; taking it first keeps two callers from waiting for each other. */
    private void openUnderTheLock(String databaseName) {
        if (!databases.containsKey(databaseName)) {
            engine.write(() -> resolveDatabase(databaseName));
        }
    }

    @Override
    protected Document handleGetMore(String databaseName, String command, Document query) {
        int batchSize = query.get("batchSize") instanceof Number size ? size.intValue() : 0;
        return cursors.nextBatch(((Number) query.get(command)).longValue(), batchSize,
                databaseName + "." + query.get("collection"));
    }

    @Override
    protected Document handleKillCursors(Document query) {
        List<Object> killed = new ArrayList<>();
        List<Object> unknown = new ArrayList<>();
        for (Object id : (Collection<?>) query.get("cursors")) {
            (cursors.remove(((Number) id).longValue()) ? killed : unknown).add(id);
        }
        return Replies.okay(new Document("cursorsKilled", killed).append("cursorsNotFound", unknown)
                .append("cursorsAlive", List.of()).append("cursorsUnknown", List.of()));
    }
}
