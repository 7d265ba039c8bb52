package cn.twonets.events.json;

/** A record is not an event of the family that its topic carries. Trying again cannot help: it belongs to the dead letters. */
public final class UndecodableEventException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, without any value taken from the record's data */
    public UndecodableEventException(String message) {
        super(message);
    }
}
