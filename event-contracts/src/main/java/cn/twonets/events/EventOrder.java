package cn.twonets.events;

/**
 * The order of an aggregate's events: first by epoch, then by sequence. Consumers compare by this and never by offset.
 *
 * @param epoch starts at 0; goes up, by any amount, when the owner's store is restored from a backup
 * @param sequence counts the aggregate's events from 1, without gaps; 0 means "before the first"
 */
public record EventOrder(int epoch, long sequence) implements Comparable<EventOrder> {
    /** Before every event. */
    public static final EventOrder NONE = new EventOrder(0, 0);

    /** @throws IllegalArgumentException if either part is negative */
    public EventOrder {
        if (epoch < 0 || sequence < 0) {
            throw new IllegalArgumentException("an event order cannot be negative: " + epoch + "." + sequence);
        }
    }

    public EventOrder next() {
        return new EventOrder(epoch, sequence + 1);
    }

    /**
     * Whether nothing can lie between the other and this one. A consumer that need not write what says the same as what it
     * keeps may leave out the write only then: else something that says otherwise lies between, and may still come late.
     */
    public boolean isNextAfter(EventOrder other) {
        return equals(other.next());
    }

    public boolean isAfter(EventOrder other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(EventOrder other) {
        int byEpoch = Integer.compare(epoch, other.epoch);
        return byEpoch != 0 ? byEpoch : Long.compare(sequence, other.sequence);
    }

    @Override
    public String toString() {
        return epoch + "." + sequence;
    }
}
