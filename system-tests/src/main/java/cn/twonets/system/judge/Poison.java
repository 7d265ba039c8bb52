package cn.twonets.system.judge;

/**
 * A record that was planted on an event topic and that no consumer can read.
 *
 * @param kind what is wrong with it
 * @param topic where it lies
 * @param partition where it lies
 * @param offset where it lies
 */
public record Poison(String kind, String topic, int partition, long offset) {
    /** Where it lies, in one word. */
    public String place() {
        return topic + "-" + partition + "@" + offset;
    }
}
