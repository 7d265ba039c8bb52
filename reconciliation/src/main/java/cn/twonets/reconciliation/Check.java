package cn.twonets.reconciliation;

/**
 * One comparison. It looks page by page, so that its memory does not grow with what it compares; looks again at whatever
 * differs before it reports it; heals through the ordinary handlers, publishers and sweeps alone; and looks once more.
 * May run anywhere, at any time, twice at once.
 */
public interface Check {
    /** What is compared, for reports: codes. */
    String name();

    /**
     * Compares.
     *
     * @param ledger takes what was found, and says whether to heal
     * @throws RuntimeException if something that it needs cannot be had; the other checks run all the same
     */
    void run(Ledger ledger);
}
