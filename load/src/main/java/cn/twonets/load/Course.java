package cn.twonets.load;

import java.time.Duration;

/**
 * How lives go.
 *
 * @param autoRefer whether the category refers at once; else the leader signs and refers
 * @param bulk whether acts are done many at once, as far as there are bulk calls
 * @param intakeOnly whether nobody acts after the submission
 * @param bulkEvery in bulk: how often each person sends what has gathered
 */
public record Course(boolean autoRefer, boolean bulk, boolean intakeOnly, Duration bulkEvery) {
    private static final Duration USUAL_BULK = Duration.ofMillis(500);

    /** Every act by itself. */
    public static Course singly(boolean autoRefer) {
        return new Course(autoRefer, false, false, USUAL_BULK);
    }

    /** Many acts at once. */
    public static Course inBulk(boolean autoRefer) {
        return new Course(autoRefer, true, false, USUAL_BULK);
    }

    /** Submissions only. */
    public static Course submissionsOnly() {
        return new Course(true, true, true, USUAL_BULK);
    }

    /** The category of the needs: of one, the referral is wanted at once; of the other, a leader decides. */
    String category() {
        return autoRefer ? "medical-insurance" : "education";
    }
}
