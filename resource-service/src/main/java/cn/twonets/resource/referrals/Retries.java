package cn.twonets.resource.referrals;

import cn.twonets.delivery.Pause;
import java.time.Duration;

/** Backs off between repeats of a guarded write that met somebody else's: 5 ms, doubling to 320 ms, 40 times at most. */
final class Retries {
    private static final int MOST = 40;
    private long pause = 5;
    private int count;
    private final Pause pauses;

    Retries(Pause pauses) {
        this.pauses = pauses;
    }

    /** @throws IllegalStateException if the conflicts do not end */
    void pause() {
        if (++count > MOST) {
            throw new IllegalStateException("conflicting writes do not end");
        }
        try {
            pauses.rest(Duration.ofMillis(pause));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while writing", e);
        }
        pause = Math.min(pause * 2, 320);
    }
}
