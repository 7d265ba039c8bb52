package cn.twonets.resource.capacity;

import cn.twonets.events.AidServiceId;

/**
 * The capacity of one aid service in one period.
 *
 * @param service the aid service
 * @param period the period's label, such as {@code 2026} or {@code standing}
 */
public record PoolId(AidServiceId service, String period) implements Comparable<PoolId> {
    /** @throws IllegalArgumentException if the text is not {@code <service>/<period>} */
    public static PoolId parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("not a pool id: " + text);
        }
        return new PoolId(new AidServiceId(text.substring(0, slash)), text.substring(slash + 1));
    }

    @Override
    public int compareTo(PoolId other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return service + "/" + period;
    }
}
