package cn.twonets.delivery.mongo;

/**
 * A document is of a form that this release does not read: a newer release wrote it, and reading it here would lose what it
 * added. Not a fault of the document; the instance that throws this is the wrong one.
 */
public final class UnknownFormException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownFormException(String id, int found, int written) {
        super("the document " + id + " is of form " + found + "; this release reads forms " + (written - 1) + " and "
                + written + ": start the release that wrote it");
    }

    /**
     * Lets pass what this release reads: the form that it writes, and the one before.
     *
     * @throws UnknownFormException otherwise
     */
    public static void requireKnown(String id, int found, int written) {
        if (found > written || found < written - 1) {
            throw new UnknownFormException(id, found, written);
        }
    }
}
