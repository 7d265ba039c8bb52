package cn.twonets.store;

import java.net.InetAddress;
import java.nio.file.Path;

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
 */
public record StoreSettings(Path folder, InetAddress host, int port, boolean fsync, long snapshotAfterBytes) {

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
        return new StoreSettings(folder, InetAddress.getLoopbackAddress(), 0, false, DEFAULT_SNAPSHOT_AFTER);
    }

    /** The same with another port; 0 for any free one. */
    public StoreSettings withPort(int newPort) {
        return new StoreSettings(folder, host, newPort, fsync, snapshotAfterBytes);
    }

    /** The same on another address. */
    public StoreSettings withHost(InetAddress newHost) {
        return new StoreSettings(folder, newHost, port, fsync, snapshotAfterBytes);
    }

    /** The same with or without fsync. */
    public StoreSettings withFsync(boolean newFsync) {
        return new StoreSettings(folder, host, port, newFsync, snapshotAfterBytes);
    }

    /** The same with another length of the journal after which a snapshot is written. */
    public StoreSettings withSnapshotAfterBytes(long bytes) {
        return new StoreSettings(folder, host, port, fsync, bytes);
    }
}
