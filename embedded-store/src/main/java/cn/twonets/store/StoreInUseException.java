package cn.twonets.store;

import java.nio.file.Path;

/** The data folder is held by another store, in this or in another process. Nothing was read or written. */
public final class StoreInUseException extends StoreException {
    private static final long serialVersionUID = 1L;

    StoreInUseException(Path folder) {
        super("The data folder " + folder
                + " is in use by another process; stop that one first or name another folder.");
    }
}
