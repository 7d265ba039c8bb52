package cn.twonets.intake.privacy;

import java.util.Set;

/** The store holds keys that no master key at hand can unwrap: most likely the key file is another one. */
public final class WrongMasterKeysException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongMasterKeysException(String stranger, Set<String> known) {
        super("the store holds keys of households that are wrapped with master key " + stranger
                + ", and the keys at hand are " + known);
    }
}
