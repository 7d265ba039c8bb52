package cn.twonets.standalone.place;

/** The exit codes of every command; part of its interface for scripts. */
public enum Exit {
    /** Everything was done. */
    DONE(0, "everything was done"),
    /** A step or a line failed; the others were done. */
    FAILED(1, "a step or a line failed; what was said shows which"),
    /** The command was not understood. */
    USAGE(2, "the command was not understood"),
    /** The product cannot start: a taken port, a folder in use or not writable, no JDK. */
    CANNOT_START(3, "cannot start: a port is taken, the folder is in use or not writable, no JDK 21"),
    /** No running product answers. */
    NOT_RUNNING(4, "no running product answers at that address"),
    /** What was asked is not allowed here. */
    NOT_ALLOWED(5, "not allowed here, such as virtual time on data of one's own");

    private final int code;
    private final String meaning;

    Exit(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** In words, for the help. */
    public String meaning() {
        return meaning;
    }
}
