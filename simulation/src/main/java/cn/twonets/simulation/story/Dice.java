package cn.twonets.simulation.story;

import java.util.List;

/** Random numbers that follow from a seed alone (splitmix64), the same on every machine and Java. */
public final class Dice {
    private long state;

    public Dice(long seed) {
        this.state = seed;
    }

    public long next() {
        state += 0x9E3779B97F4A7C15L;
        long mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }

    /** A number from 0 to below {@code bound}. */
    public int below(int bound) {
        return (int) Long.remainderUnsigned(next(), bound);
    }

    /** A number from {@code least} to {@code most}. */
    public int between(int least, int most) {
        return least + below(most - least + 1);
    }

    /** Whether something of that many percent happens. */
    public boolean percent(int chance) {
        return below(100) < chance;
    }

    /** One of them; they must not be none. */
    public <T> T oneOf(List<T> all) {
        return all.get(below(all.size()));
    }
}
