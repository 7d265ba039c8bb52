package cn.twonets.load;

/** Hears what happens to lives; from many threads. */
public interface LifeListener {
    /**
     * An act was answered with success.
     *
     * @param intendedNanos when it was meant to be done
     * @param answeredNanos when the answer came
     */
    default void done(ActKind kind, long intendedNanos, long answeredNanos) {
    }

    /**
     * What an act leads to was seen by those outside who must act next: for a submission the assignment, for a referral
     * the offer, for a delivery the resolved case, for a confirmation the closed case.
     */
    default void visible(ActKind kind, long intendedNanos, long seenNanos) {
    }

    /** One sending went wrong: refused, unknown, or told to come later. It may be sent again. */
    default void trouble(ActKind kind, Attempt.Outcome outcome, int status, String detail) {
    }

    /** The village was asked before it was shown the resolution; the confirmation is sent again a moment later. */
    default void tooEarly() {
    }

    /** The life ended as it should: confirmed, and closed as seen from outside. */
    default void closed(Life life, long seenNanos) {
    }

    /** The life cannot go on: an act was refused for good, or its outcome never became known. */
    default void broken(Life life, ActKind kind, String why) {
    }
}
