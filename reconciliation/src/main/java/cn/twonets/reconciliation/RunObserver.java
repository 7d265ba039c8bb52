package cn.twonets.reconciliation;

import java.time.Duration;

/** Is told of each run when it has ended: for meters and logs. */
public interface RunObserver {
    /** That run has ended; it took so long. */
    void ended(Run run, Duration took);

    /** That run, which ended before this process began or in another one, is the last that has ended. */
    void known(Run run);

    /** That run has ended, and what it found could not be kept. */
    void notKept(Run run, RuntimeException why);
}
