package cn.twonets.load;

/**
 * A record of an event topic as an outside consumer saw it.
 *
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 * @param type its {@code ce_type} without the words that all types share, such as {@code case.assigned}
 * @param need the need, which is the record's key
 * @param sequence its {@code ce_sequence}
 * @param value the JSON as it lies on the topic
 * @param nanos when it was seen, on the scale of {@link System#nanoTime()}
 */
public record Seen(String topic, int partition, long offset, String type, String need, long sequence, byte[] value,
        long nanos) {}
