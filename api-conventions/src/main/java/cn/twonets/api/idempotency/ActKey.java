package cn.twonets.api.idempotency;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;

/**
 * Makes creating and acting safe to repeat. A controller takes it as a parameter: with
 * {@link IdempotencyKeyRequired} the header must be there, without it an absent header makes a key of its own, which
 * never repeats.
 *
 * @param key hash of the caller and the {@code Idempotency-Key}: 26 of {@code [a-z2-7]}. The hash has no secret: what a
 *        caller writes into a key is not kept, but whoever knows the post can try what it was, and finds it where that is
 *        one of few. So a key must not hold what is private; intake refuses identity numbers
 * @param bodyHash hash of method, path and canonical body: JSON with sorted fields and no space, other bodies as
 *        received; 64 hexadecimal digits
 */
public record ActKey(String key, String bodyHash) {
    /** The id of what this request creates: the same for the same caller and key. Fits every id of ours, and is public. */
    public String creationId() {
        return key;
    }

    /**
     * Refuses the key if it was used for something else before.
     *
     * @param earlierBodyHash the hash stored when the key was first used
     * @throws Refusal 422 {@code idempotency-key-reused} if it differs
     */
    public void requireSameBody(String earlierBodyHash) {
        if (!bodyHash.equals(earlierBodyHash)) {
            throw reused();
        }
    }

    /** The answer to a key used for something else before. */
    public static Refusal reused() {
        return Refusal.of(StandardProblem.IDEMPOTENCY_KEY_REUSED).header(ActKeys.HEADER, "reused");
    }
}
