package cn.twonets.intake.erasure;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.Erasure;

/** What became of a wish to erase a household. */
public sealed interface Erased {
    /**
     * Nothing of it can be read any more.
     *
     * @param household the pseudonym that remains
     * @param erasure when it was erased first, by whom and why
     * @param filesRewritten whether the destroyed key has left the store's files too; if not, that is tried again
     */
    record Done(HouseholdId household, Erasure erasure, boolean filesRewritten) implements Erased {}

    /** The grid still works for it: so many needs are not closed. */
    record NeedsOpen(int needs) implements Erased {}

    /** There is no such household within the scope. */
    record Unknown() implements Erased {}
}
