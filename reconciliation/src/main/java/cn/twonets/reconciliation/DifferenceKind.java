package cn.twonets.reconciliation;

import java.util.Optional;
import java.util.stream.Stream;

/** What can differ between places that should say the same. The words for people are in the bundle of this module. */
public enum DifferenceKind {
    /** A consumer has never heard of something that its owner has. */
    NEVER_HEARD("never-heard", true),
    /** A consumer knows it, but not as it is now. */
    BEHIND("behind", true),
    /** A consumer has heard more than its owner knows: the owner's store was restored from an older backup. */
    AHEAD("ahead", false),
    /** A consumer keeps something that its owner does not have. */
    UNKNOWN_TO_OWNER("unknown-to-owner", false),
    /** A document has been marked unpublished for too long. */
    UNPUBLISHED("unpublished", true),
    /** The newest event of something is stored, and not on its topic. */
    NOT_ON_TOPIC("not-on-topic", true),
    /** An earlier event is stored, and not on its topic; the newest one is there, and no consumer needs more. */
    EARLIER_NOT_ON_TOPIC("earlier-not-on-topic", false),
    /** A record lies on a topic, and its writer's store does not know the event. */
    UNKNOWN_ON_TOPIC("unknown-on-topic", false),
    /** Units are held for a referral that no longer runs, or never did. */
    HOLD_WITHOUT_REFERRAL("hold-without-referral", true),
    /** A referral runs, and its units are neither held nor given. */
    REFERRAL_WITHOUT_HOLD("referral-without-hold", false),
    /** Other units are held for a running referral than it says. */
    HOLD_AMOUNT("hold-amount", false),
    /** The free, held and given units of a pool do not add up to its capacity. */
    POOL_SUM("pool-sum", false),
    /** A pool has fewer than no units free. */
    POOL_OVERDRAWN("pool-overdrawn", false),
    /** A pool says that other amounts were given than the needs say. */
    POOL_GIVEN("pool-given", false),
    /** An accepted need has neither ended nor any time at which somebody looks at it again. */
    NEED_UNTIMED("need-untimed", true);

    private final String code;
    private final boolean healable;

    DifferenceKind(String code, boolean healable) {
        this.code = code;
        this.healable = healable;
    }

    /** The stable word for it. */
    public String code() {
        return code;
    }

    /** Whether the ordinary handlers, publishers and sweeps can make it good; what they cannot is only told. */
    public boolean isHealable() {
        return healable;
    }

    /** The kind of that code; empty if there is none. */
    public static Optional<DifferenceKind> of(String code) {
        return Stream.of(values()).filter(kind -> kind.code.equals(code)).findFirst();
    }
}
