package cn.twonets.store;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to open an {@link EmbeddedStore}.
 *
 * @param folder where the data lies; made if absent; held exclusively while the store is open
 * @param host the address to listen on; anything but loopback is reachable by everybody on that network, since the
 *            store knows no users
 * @param port the port to listen on, 0 for any free one
 * @param fsync whether an acknowledged write also survives a loss of power; without it, it survives every end of the
 *            process, {@code kill -9} included, but not a fall of the machine
 * @param snapshotAfterBytes length of a journal file, in bytes, after which a snapshot is written in the background;
 *            bounds the time of the next start
 * @param encryption by which certificate connections are encrypted; null for plain ones
 */
public record StoreSettings(Path folder, InetAddress host, int port, boolean fsync, long snapshotAfterBytes,
        @Nullable Encryption encryption) {

    /**
     * By what the store proves who it is. It never asks who its clients are.
     *
     * @param key its private key
     * @param certificates its own, then those that vouch for it
     */
    public record Encryption(PrivateKey key, List<X509Certificate> certificates) {}

    private static final long DEFAULT_SNAPSHOT_AFTER = 128L << 20;

    /**
     * @throws IllegalArgumentException when a number is out of its range
     */
    public StoreSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("A port lies between 0 and 65535, not " + port);
        }
        if (snapshotAfterBytes < 1) {
            throw new IllegalArgumentException(
                    "A snapshot is taken after at least one byte, not " + snapshotAfterBytes);
        }
    }

    /** A store in this folder on any free port of the loopback address, without fsync. */
    public static StoreSettings in(Path folder) {
        return new StoreSettings(folder, InetAddress.getLoopbackAddress(), 0, false, DEFAULT_SNAPSHOT_AFTER, null);
    }

    /** The same with another port; 0 for any free one. */
    public StoreSettings withPort(int newPort) {
        return new StoreSettings(folder, host, newPort, fsync, snapshotAfterBytes, encryption);
    }

    /** The same on another address. */
    public StoreSettings withHost(InetAddress newHost) {
        return new StoreSettings(folder, newHost, port, fsync, snapshotAfterBytes, encryption);
    }

    /** The same with or without fsync. */
    public StoreSettings withFsync(boolean newFsync) {
        return new StoreSettings(folder, host, port, newFsync, snapshotAfterBytes, encryption);
    }

    /** The same with another length of the journal after which a snapshot is written. */
    public StoreSettings withSnapshotAfterBytes(long bytes) {
        return new StoreSettings(folder, host, port, fsync, bytes, encryption);
    }

    /** The same with encrypted connections only. */
    public StoreSettings withEncryption(Encryption by) {
        return new StoreSettings(folder, host, port, fsync, snapshotAfterBytes, by);
    }
}
