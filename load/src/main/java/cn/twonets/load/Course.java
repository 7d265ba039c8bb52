package cn.twonets.load;

import java.time.Duration;

/**
 * How lives go.
 *
 * @param autoRefer whether the category refers at once; else the leader signs and refers
 * @param bulk whether needs come in batches; these are led on many at once, as far as there are bulk calls
 * @param intakeOnly whether nobody acts after the submission
 * @param bulkEvery in bulk: how often each person sends what has gathered
 * @param leaderEvery where the category refers at once: in every so many-th life a leader decides all the same; 0 in none
 */
public record Course(boolean autoRefer, boolean bulk, boolean intakeOnly, Duration bulkEvery, int leaderEvery) {
    private static final Duration USUAL_BULK = Duration.ofMillis(500);

    /** Every act by itself. */
    public static Course singly(boolean autoRefer) {
        return new Course(autoRefer, false, false, USUAL_BULK, 0);
    }

    /**
     * In every so many-th life a leader decides, in the others the category refers at once.
     *
     * @param bulkEvery how often people send what has gathered of needs that came in batches
     */
    public static Course mixed(int leaderEvery, Duration bulkEvery) {
        return new Course(true, false, false, bulkEvery, leaderEvery);
    }

    /** Many acts at once. */
    public static Course inBulk(boolean autoRefer) {
        return new Course(autoRefer, true, false, USUAL_BULK, 0);
    }

    /** Submissions only. */
    public static Course submissionsOnly() {
        return new Course(true, true, true, USUAL_BULK, 0);
    }

    /** Whether the category of a life refers at once. */
    boolean refersAtOnce(long life) {
        return autoRefer && (leaderEvery == 0 || life % leaderEvery != 0);
    }

    /** The category of a life's need: of one, the referral is wanted at once; of the other, a leader decides. */
    String category(long life) {
        return refersAtOnce(life) ? "medical-insurance" : "education";
    }
}
