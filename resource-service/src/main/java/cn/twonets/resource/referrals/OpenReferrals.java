package cn.twonets.resource.referrals;

import cn.twonets.events.ReferralStatus;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The referrals of cases that have not ended, as far as they are counted. */
public interface OpenReferrals {
    /** Reads each once, in no order. */
    void all(Consumer<Counted> counter);

    /**
     * What of a referral is counted.
     *
     * @param status where it stands
     * @param answerDueAt when its provider's answer or delivery is due; null when neither is
     */
    record Counted(ReferralStatus status, @Nullable Instant answerDueAt) {}
}
