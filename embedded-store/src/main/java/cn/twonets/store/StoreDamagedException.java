package cn.twonets.store;

import java.nio.file.Path;

/**
 * A file of the data folder is damaged where no crash can have damaged it, so that starting would silently lose
 * acknowledged writes. The store does not start and changes nothing: restore the folder from a backup.
 */
public final class StoreDamagedException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreDamagedException(Path file, long offset, String what) {
        super("The store's file " + file + " is damaged at byte " + offset + " (" + what
                + "); restore the data folder from a backup.");
    }

    StoreDamagedException(Path file, String what) {
        super("The store's file " + file + " is damaged (" + what + "); restore the data folder from a backup.");
    }
}
