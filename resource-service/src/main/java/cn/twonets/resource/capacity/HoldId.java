package cn.twonets.resource.capacity;

import cn.twonets.events.NeedId;

/**
 * Names one reservation: the need and the number of the attempt, counted in the need's own document. Never used twice.
 *
 * @param need the need
 * @param attempt from 1
 */
public record HoldId(NeedId need, int attempt) implements Comparable<HoldId> {
    /** @throws IllegalArgumentException if the attempt is not positive */
    public HoldId {
        if (attempt < 1) {
            throw new IllegalArgumentException("attempts count from 1: " + attempt);
        }
    }

    /** @throws IllegalArgumentException if the text is not {@code <need>/<attempt>} */
    public static HoldId parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a hold id: " + text);
        }
        return new HoldId(new NeedId(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }

    @Override
    public int compareTo(HoldId other) {
        int byNeed = need.compareTo(other.need);
        return byNeed != 0 ? byNeed : Integer.compare(attempt, other.attempt);
    }

    @Override
    public String toString() {
        return need + "/" + attempt;
    }
}
