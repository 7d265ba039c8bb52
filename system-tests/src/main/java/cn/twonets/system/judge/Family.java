package cn.twonets.system.judge;

/** The three records of a need: where each is stored and on which topic it is told. */
public enum Family {
    /** What the village wants. */
    NEED("intake", "needs", "twonets.needs.v1", "/twonets/intake"),
    /** What the grid does. */
    CASE("dispatch", "cases", "twonets.dispatch.v1", "/twonets/dispatch"),
    /** What the aid side does. */
    AID("resource", "aid", "twonets.resolutions.v1", "/twonets/resource");

    private final String database;
    private final String collection;
    private final String topic;
    private final String source;

    Family(String database, String collection, String topic, String source) {
        this.database = database;
        this.collection = collection;
        this.topic = topic;
        this.source = source;
    }

    /** The owner's database. */
    public String database() {
        return database;
    }

    /** The owner's collection. */
    public String collection() {
        return collection;
    }

    /** Where its events are told. */
    public String topic() {
        return topic;
    }

    /** The {@code ce_source} of its one writer. */
    public String source() {
        return source;
    }
}
