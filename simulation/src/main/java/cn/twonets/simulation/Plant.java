package cn.twonets.simulation;

/** A mistake made on purpose in what surrounds the product's code, to see that it is noticed. */
public enum Plant {
    /** None. */
    NONE,
    /** Offsets are committed before the batch is handled. */
    COMMIT_BEFORE_EFFECT
}
