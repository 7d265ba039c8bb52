package cn.twonets.delivery;

import java.time.Duration;

/** How the time between two attempts passes: by sleeping in the running product, by virtual time in a simulation. */
@FunctionalInterface
public interface Pause {
    /** Sleeps. */
    Pause SLEEPING = Thread::sleep;

    /** Lets so much time pass. */
    void rest(Duration time) throws InterruptedException;
}
