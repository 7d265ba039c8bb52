package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;

/** The household was erased: its key is destroyed, and whatever was sealed with it is lost for good. */
public final class ErasedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ErasedException(HouseholdId household) {
        super("household " + household + " was erased");
    }
}
