package cn.twonets.intake.households.web;

import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.intake.households.Contents;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.Person;
import cn.twonets.intake.households.Personal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A household as it is shown: names, identity numbers and telephone numbers masked.
 *
 * @param id the household
 * @param unit where it belongs
 * @param helper its named helper
 * @param registeredAt since when it is in the register
 * @param personal who it is, masked; left out of lists
 * @param facts what was declared about it; left out of lists
 */
record HouseholdView(
        HouseholdId id,
        GridCode unit,
        @Nullable PostId helper,
        Instant registeredAt,
        @Nullable MaskedPersonal personal,
        @Nullable FactsBody facts) {

    /** The line of a list. */
    static HouseholdView line(Household household) {
        return new HouseholdView(household.id(), household.unit(), household.helper(), household.registeredAt(), null,
                null);
    }

    /**
     * The whole of it.
     *
     * @param withNote whether what the helper wrote is shown
     */
    static HouseholdView whole(Household household, Contents contents, boolean withNote) {
        return new HouseholdView(household.id(), household.unit(), household.helper(), household.registeredAt(),
                MaskedPersonal.of(contents.personal(), withNote), FactsBody.of(contents.facts()));
    }

    /** Somebody, masked. */
    record MaskedPerson(String name, @Nullable String identityNumber, @Nullable String phone,
            Person.Relation relation) {
        static MaskedPerson of(Person person) {
            return new MaskedPerson(
                    person.name().masked(),
                    person.identityNumber() == null ? null : person.identityNumber().masked(),
                    person.phone() == null ? null : person.phone().masked(),
                    person.relation());
        }
    }

    /** Who a household is, masked; the helper's note as it was written, or left out. */
    record MaskedPersonal(String name, @Nullable String identityNumber, @Nullable String phone,
            List<MaskedPerson> members, @Nullable String note) {
        static MaskedPersonal of(Personal personal, boolean withNote) {
            MaskedPerson head = MaskedPerson.of(personal.head());
            return new MaskedPersonal(
                    head.name(),
                    head.identityNumber(),
                    head.phone(),
                    personal.members().stream().map(MaskedPerson::of).toList(),
                    withNote && personal.note() != null ? personal.note().plain() : null);
        }

        @Override
        public String toString() {
            return "MaskedPersonal[]";
        }
    }
}
