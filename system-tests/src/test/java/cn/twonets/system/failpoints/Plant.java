package cn.twonets.system.failpoints;

/** A fault that is put into a running product, to see that it is found. */
public enum Plant {
    /** A batch's offset is committed, and only some time later the batch is dealt with. */
    OFFSET_BEFORE_EFFECT("cn.twonets.delivery.kafka.BatchReader", "onMessage"),
    /** The store answers, and only some time later the journal has what was written. */
    REPLY_BEFORE_JOURNAL("cn.twonets.store.Journal", "await"),
    /** An event carries what a village wrote. */
    PERSONAL_DATA_IN_EVENT("cn.twonets.delivery.outbox.OutboxAggregates", "outgoing"),
    /** A record that cannot be read is passed over in silence. */
    LETTER_DROPPED("cn.twonets.delivery.kafka.DeadLetters", "keep");

    private final String type;
    private final String method;

    Plant(String type, String method) {
        this.type = type;
        this.method = method;
    }

    /** The class. */
    String type() {
        return type;
    }

    /** The method; there is one of that name. */
    String method() {
        return method;
    }
}
