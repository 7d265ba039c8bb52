package cn.twonets.reconciliation;

import cn.twonets.delivery.Subscription;

/** Waits for what is on its way. */
public interface CaughtUp {
    /**
     * Waits until the consumer has handled everything that its topic held when this was called.
     *
     * @return false if it has not within the patience of a check
     */
    boolean await(Subscription<?, ?> subscription);

    /** Waits a moment before the look of that number, from 1, so that what was just written can reach its topic. */
    void moment(int look);
}
