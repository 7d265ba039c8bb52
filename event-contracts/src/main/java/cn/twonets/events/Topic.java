package cn.twonets.events;

import java.time.Duration;

/** Every event topic of the product; one writer each. The number of partitions of a topic is never changed. */
public enum Topic {
    /** What villages report; written by intake, key = need id. */
    NEEDS("twonets.needs.v1", Cleanup.DELETE, 6),
    /** What the grid does about it; written by dispatch, key = need id. */
    DISPATCH("twonets.dispatch.v1", Cleanup.DELETE, 6),
    /** What the aid side does about it; written by resource, key = need id. */
    RESOLUTIONS("twonets.resolutions.v1", Cleanup.DELETE, 6),
    /** The grid tree and appointments; written by dispatch, read whole by every instance. */
    GRID("twonets.grid.v1", Cleanup.COMPACT, 1),
    /** The catalogue of aid services; written by resource, key = aid service id. */
    AID("twonets.aid.v1", Cleanup.COMPACT, 6),
    /** Households by unit and helper, nothing personal; written by intake, key = household id. */
    HOUSEHOLDS("twonets.households.v1", Cleanup.COMPACT, 6);

    /** How Kafka keeps the topic. */
    public enum Cleanup {
        /** Kept for {@link #RETENTION}, longer than a need lives. */
        DELETE,
        /** The newest record of each key is kept for ever. */
        COMPACT
    }

    /** How long records of the event topics are kept. */
    public static final Duration RETENTION = Duration.ofDays(365);

    private final String topicName;
    private final Cleanup cleanup;
    private final int partitions;

    Topic(String topicName, Cleanup cleanup, int partitions) {
        this.topicName = topicName;
        this.cleanup = cleanup;
        this.partitions = partitions;
    }

    /** The name on the broker. */
    public String topicName() {
        return topicName;
    }

    public Cleanup cleanup() {
        return cleanup;
    }

    public int partitions() {
        return partitions;
    }

    /** The topic of the records that the named consumer of this topic could not read. */
    public String deadLetters(String consumer) {
        return topicName + "." + consumer + ".dlt";
    }
}
