package cn.twonets.api.sensitive;

import cn.twonets.api.caller.Caller;
import cn.twonets.events.HouseholdId;
import java.util.Collection;

/**
 * Where it is written down who is shown what of a household's private facts: called after the caller's right was checked
 * and before the answer leaves, so that nothing is ever seen without a record. The record may name an answer that was
 * lost on its way; it never misses one that was not.
 */
public interface SensitiveReads {
    /**
     * Returns once the record is kept.
     *
     * @param caller who gets to see it
     * @param households whose facts; nothing is recorded if there are none
     * @param purpose why, as a code of {@code [a-z0-9-]{1,64}}; never free text
     * @param what is shown, as a code of {@code [a-z0-9-]{1,64}}, several joined by commas; never a value
     * @throws RecordUnavailableException if it cannot be kept: then the answer must not be given
     * @throws IllegalArgumentException if purpose or what is not such a code
     */
    void record(Caller caller, Collection<HouseholdId> households, String purpose, String what);
}
