package cn.twonets.intake.privacy;

import cn.twonets.events.HouseholdId;

/** What is kept of a household's key. */
public sealed interface KeptKey {
    HouseholdId household();

    /**
     * The key, wrapped. Does not print itself.
     *
     * @param household whose it is
     * @param algorithm what it encrypts with, such as {@code A256GCM}
     * @param key ciphertext in base64
     * @param master names the master key that it is wrapped with
     */
    record Wrapped(HouseholdId household, String algorithm, String key, String master) implements KeptKey {
        @Override
        public String toString() {
            return "Wrapped[" + household + ", " + algorithm + ", master=" + master + "]";
        }
    }

    /**
     * The key is destroyed.
     *
     * @param household whose it was
     * @param erasure when, by whom and why
     */
    record Destroyed(HouseholdId household, Erasure erasure) implements KeptKey {}
}
