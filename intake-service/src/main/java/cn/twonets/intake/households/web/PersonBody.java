package cn.twonets.intake.households.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.intake.households.IdentityNumber;
import cn.twonets.intake.households.Person;
import cn.twonets.intake.households.PersonName;
import cn.twonets.intake.households.PhoneNumber;
import java.time.LocalDate;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Another member of a household, as somebody typed it.
 *
 * @param name the name, 1 to 50 characters
 * @param identityNumber 18 characters (GB 11643)
 * @param phone a mainland number
 * @param relation to the head of the household
 */
public record PersonBody(String name, @Nullable String identityNumber, @Nullable String phone,
        Person.Relation relation) {

    /** Checks and converts; what is wrong is added to {@code refusal} under {@code pointer}. */
    @Nullable
    Person read(String pointer, LocalDate today, Refusal refusal) {
        boolean whole = true;
        if (!PersonName.isValid(name)) {
            refusal.field(pointer + "/name", "not-a-name");
            whole = false;
        }
        if (identityNumber != null) {
            IdentityNumber.Fault fault = IdentityNumber.fault(identityNumber, today).orElse(null);
            if (fault != null) {
                refusal.field(
                        pointer + "/identityNumber",
                        "identity-number-" + fault.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                whole = false;
            }
        }
        if (phone != null && !PhoneNumber.isValid(phone)) {
            refusal.field(pointer + "/phone", "not-a-phone-number");
            whole = false;
        }
        return whole
                ? new Person(
                        new PersonName(name),
                        identityNumber == null ? null : new IdentityNumber(identityNumber),
                        phone == null ? null : new PhoneNumber(phone),
                        relation)
                : null;
    }

    /** The person in the clear: for merging a patch, and for an export. */
    public static PersonBody of(Person person) {
        return new PersonBody(
                person.name().value(),
                person.identityNumber() == null ? null : person.identityNumber().value(),
                person.phone() == null ? null : person.phone().value(),
                person.relation());
    }

    @Override
    public String toString() {
        return "PersonBody[" + relation + "]";
    }
}
