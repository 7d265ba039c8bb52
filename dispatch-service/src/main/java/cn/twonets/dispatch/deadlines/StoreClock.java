package cn.twonets.dispatch.deadlines;

import java.time.Duration;

/** Compares this machine's clock with the store's. */
@FunctionalInterface
public interface StoreClock {
    /** How far the two are apart, never negative; offsets of virtual time do not count. */
    Duration difference();
}
