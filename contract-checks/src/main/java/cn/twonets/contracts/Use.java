package cn.twonets.contracts;

/** Who writes and who reads what a schema describes: what one side may change depends on it. */
enum Use {
    /** We write, strangers read: an answer. */
    ANSWER(true, false),
    /** Strangers write, we read: a parameter or a request's body. */
    REQUEST(false, true),
    /** We write; strangers read, and years later we ourselves: an event. */
    EVENT(true, true);

    private final boolean readByStrangers;
    private final boolean readByUs;

    Use(boolean readByStrangers, boolean readByUs) {
        this.readByStrangers = readByStrangers;
        this.readByUs = readByUs;
    }

    /** More than before may come: whoever wrote a reader for the old ones meets what it does not know. */
    boolean forbidsWidening() {
        return readByStrangers;
    }

    /** Less than before may come: what was right yesterday is refused today. */
    boolean forbidsNarrowing() {
        return readByUs;
    }
}
