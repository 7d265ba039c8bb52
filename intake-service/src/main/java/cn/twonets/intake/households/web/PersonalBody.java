package cn.twonets.intake.households.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.intake.households.Person;
import cn.twonets.intake.households.Personal;
import cn.twonets.intake.privacy.Protected;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a household is, as somebody typed it.
 *
 * @param name name of the head of the household, 1 to 50 characters
 * @param identityNumber of the head, 18 characters (GB 11643)
 * @param phone of the head, a mainland number
 * @param members everybody else, at most 30
 * @param note what the helper wrote, at most 2,000 characters
 */
public record PersonalBody(
        String name,
        @Nullable String identityNumber,
        @Nullable String phone,
        @Nullable List<PersonBody> members,
        @Nullable String note) {

    /** Checks and converts; what is wrong is added to {@code refusal}. */
    @Nullable
    Personal read(LocalDate today, Refusal refusal) {
        Person head = new PersonBody(name, identityNumber, phone, Person.Relation.HEAD)
                .read("/personal", today, refusal);
        List<PersonBody> others = members == null ? List.of() : members;
        boolean whole = head != null;
        if (others.size() > Personal.MOST_MEMBERS) {
            refusal.field("/personal/members", "wrong-number-of-items", 0, Personal.MOST_MEMBERS);
            whole = false;
        }
        if (note != null && note.length() > Personal.LONGEST_NOTE) {
            refusal.field("/personal/note", "too-long", Personal.LONGEST_NOTE);
            whole = false;
        }
        List<Person> read = new ArrayList<>();
        for (int i = 0; i < others.size(); i++) {
            Person person = others.get(i).read("/personal/members/" + i, today, refusal);
            if (person != null) {
                read.add(person);
            }
        }
        return whole && read.size() == others.size()
                ? new Personal(head, read, note == null ? null : new Protected(note))
                : null;
    }

    /** All of it in the clear: for merging a patch, and for an export. */
    public static PersonalBody of(Personal personal) {
        PersonBody head = PersonBody.of(personal.head());
        return new PersonalBody(
                head.name(),
                head.identityNumber(),
                head.phone(),
                personal.members().stream().map(PersonBody::of).toList(),
                personal.note() == null ? null : personal.note().plain());
    }

    @Override
    public String toString() {
        return "PersonalBody[protected]";
    }
}
