package cn.twonets.delivery;

/** When a change is answered: before or after its events are in Kafka. */
public enum Publish {
    /**
     * The call returns once the write is durable; events are sent at once but not waited for. For HTTP: intake accepts
     * even while Kafka is away.
     */
    SOON,
    /** The call returns once every event of the aggregates it touched is in Kafka, and throws otherwise. For listeners. */
    BEFORE_RETURN
}
