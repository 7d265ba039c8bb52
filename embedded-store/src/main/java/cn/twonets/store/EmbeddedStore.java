package cn.twonets.store;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.X509Certificate;
import java.time.Clock;

import de.bwaldvogel.mongo.MongoServer;

/**
 * A durable store in this process that any MongoDB driver can use over a socket. Every acknowledged write, and everything
 * that a reader was ever shown, survives {@code kill -9} at any instant; with fsync also a loss of power. The data must
 * fit in memory, one process holds the folder, and only what needs no transaction is supported: the rest is refused.
 */
public final class EmbeddedStore implements AutoCloseable {
    private static final int HALTED = 70;
    private static final int WORKERS = 64;

    private final StoreFolder folder;
    private final Engine engine;
    private final Snapshots snapshots;
    private final MongoServer server;
    private final InetSocketAddress address;
    private final boolean encrypted;
    private boolean closed;

    private EmbeddedStore(StoreFolder folder, Engine engine, Snapshots snapshots, MongoServer server,
            boolean encrypted) {
        this.folder = folder;
        this.engine = engine;
        this.snapshots = snapshots;
        this.server = server;
        this.address = server.getLocalAddress();
        this.encrypted = encrypted;
    }

    /**
     * Reads the folder and listens.
     *
     * @throws StoreInUseException when another store holds the folder
     * @throws StoreDamagedException when a file is damaged other than by an interrupted last append
     * @throws StoreException when the folder cannot be written or the port cannot be had
     */
    public static EmbeddedStore open(StoreSettings settings) {
        StoreFolder folder = StoreFolder.take(settings.folder());
        try {
            return open(settings, folder);
        } catch (RuntimeException e) {
            release(folder, e);
            throw e;
        } catch (IOException e) {
            StoreException refusal = new StoreException(
                    "The data folder " + settings.folder() + " cannot be read or written (" + e + ").", e);
            release(folder, refusal);
            throw refusal;
        }
    }

    private static EmbeddedStore open(StoreSettings settings, StoreFolder folder) throws IOException {
        Engine engine = new Engine();
        StoredBackend backend = new StoredBackend(engine, Clock.systemUTC());
        Recovery.Recovered recovered = new Recovery(folder, backend).run();
        Snapshots snapshots = new Snapshots(folder, backend, engine, settings.snapshotAfterBytes(), recovered.number());
        backend.onCompact(snapshots::writeNow);
        engine.start(new Journal(recovered.writer(), settings.fsync(), EmbeddedStore::halt), snapshots::writeIfDue);
        MongoServer server = new MongoServer(backend);
        try {
            listen(server, settings);
        } catch (StoreException e) {
            snapshots.close();
            engine.journal().close();
            throw e;
        }
        return new EmbeddedStore(folder, engine, snapshots, server, settings.encryption() != null);
    }

    private static void listen(MongoServer server, StoreSettings settings) {
        StoreSettings.Encryption encryption = settings.encryption();
        if (encryption != null) {
            try {
                server.enableSsl(encryption.key(), null, encryption.certificates().toArray(X509Certificate[]::new));
            } catch (RuntimeException e) {
                throw new StoreException("The store cannot use its certificate or key (" + e.getCause() + ").", e);
            }
        }
        try {
            server.bind(new InetSocketAddress(settings.host(), settings.port()), 1, WORKERS);
        } catch (Exception e) {
            if (e instanceof SocketException || e instanceof UnresolvedAddressException) {
                throw new StoreException("The store cannot listen on " + settings.host().getHostAddress() + ":"
                        + settings.port() + "; the port is taken or not allowed: choose another one.", e);
            }
            throw e;
        }
    }

    private static void release(StoreFolder folder, RuntimeException refusal) {
        try {
            folder.close();
        } catch (IOException e) {
            refusal.addSuppressed(e);
        }
    }

    /** Memory holds what the disk does not: ending at once is the only answer that shows nobody what may be lost. */
    private static StoreException halt(Throwable cause) {
        System.err.println("The store stops at once because a change could not be made durable (" + cause
                + "); nothing acknowledged is lost: remove the cause and start again.");
        Runtime.getRuntime().halt(HALTED);
        return new StoreException("A change could not be made durable.", cause);
    }

    /** For the driver: one server, no sessions, no retryable writes. */
    public String connectionString() {
        String host = address.getAddress().getHostAddress();
        return "mongodb://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort()
                + "/?directConnection=true&retryWrites=false&retryReads=false" + (encrypted ? "&tls=true" : "");
    }

    /** Where the store listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** How many snapshots were finished since the store was opened. */
    long snapshotsWritten() {
        return snapshots.written();
    }

    /** Ends cleanly: no new commands, running ones are answered, all is synced to the disk, the folder is released. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.shutdownNow();
        snapshots.close();
        engine.journal().close();
        try {
            folder.close();
        } catch (IOException e) {
            throw new StoreException("The data folder could not be released (" + e + ").", e);
        }
    }
}
