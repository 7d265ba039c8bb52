package cn.twonets.api.sensitive;

import cn.twonets.api.caller.Caller;
import cn.twonets.events.HouseholdId;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes sensitive reads into the log {@code cn.twonets.audit.reads}: where no audit is kept. */
final class LoggedReads implements SensitiveReads {
    private static final Logger audit = LoggerFactory.getLogger("cn.twonets.audit.reads");

    @Override
    public void record(Caller caller, Collection<HouseholdId> households, String purpose, String what) {
        if (!households.isEmpty()) {
            audit.info("{} is shown {} of {} for {}", caller.post(), what, households, purpose);
        }
    }
}
