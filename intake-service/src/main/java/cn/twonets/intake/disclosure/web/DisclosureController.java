package cn.twonets.intake.disclosure.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.sensitive.SensitiveRead;
import cn.twonets.api.sensitive.SensitiveReads;
import cn.twonets.events.HouseholdId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.intake.disclosure.Field;
import cn.twonets.intake.disclosure.Purpose;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.households.Person;
import cn.twonets.intake.households.Personal;
import cn.twonets.intake.households.web.HouseholdProblem;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Shows names and numbers unmasked: for a purpose, no more than that purpose takes, and not before it is written down. */
@RestController
public final class DisclosureController {
    private final HouseholdRegister register;
    private final Households households;
    private final GridDirectory grid;
    private final SensitiveReads reads;
    private final Clock clock;

    DisclosureController(HouseholdRegister register, Households households, GridDirectory grid, SensitiveReads reads,
            Clock clock) {
        this.register = register;
        this.households = households;
        this.grid = grid;
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param purpose one of home-visit, phone-call, emergency, application, correction
     * @param fields 1 to 3 of names, identity-numbers, phones, as far as the purpose takes them
     */
    record DisclosureBody(String purpose, List<String> fields) {}

    /**
     * What was asked for, unmasked; the rest is left out. Does not print itself.
     *
     * @param household whose
     * @param purpose why it was shown
     * @param people the head of the household first
     */
    record Disclosure(HouseholdId household, String purpose, List<ShownPerson> people) {
        @Override
        public String toString() {
            return "Disclosure[" + household + "]";
        }
    }

    /** Somebody, as far as was asked for. Does not print itself. */
    record ShownPerson(Person.Relation relation, @Nullable String name, @Nullable String identityNumber,
            @Nullable String phone) {
        static ShownPerson of(Person person, Set<Field> fields) {
            return new ShownPerson(
                    person.relation(),
                    fields.contains(Field.NAMES) ? person.name().value() : null,
                    fields.contains(Field.IDENTITY_NUMBERS) && person.identityNumber() != null
                            ? person.identityNumber().value()
                            : null,
                    fields.contains(Field.PHONES) && person.phone() != null ? person.phone().value() : null);
        }

        @Override
        public String toString() {
            return "ShownPerson[" + relation + "]";
        }
    }

    /** Shows a household's people unmasked. */
    @SensitiveRead
    @PostMapping("/api/v1/households/{id}/disclosures")
    Disclosure disclose(@PathVariable HouseholdId id, @RequestBody DisclosureBody body, Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.ASSISTANCE_OFFICE);
        Purpose purpose = Purpose.ofCode(body.purpose())
                .orElseThrow(() -> refused("/purpose", "unknown-value"));
        Set<Field> fields = fields(body.fields(), purpose);
        Household household = households.find(id, grid.scopeOf(caller.post(), clock.instant()))
                .orElseThrow(Refusal::notFound);
        Personal personal = register.contents(household).orElseThrow(Refusal::notFound).personal();
        reads.record(caller, List.of(id), purpose.code(),
                fields.stream().map(Field::code).collect(Collectors.joining(",")));
        return new Disclosure(id, purpose.code(),
                personal.everybody().stream().map(person -> ShownPerson.of(person, fields)).toList());
    }

    private static Set<Field> fields(List<String> codes, Purpose purpose) {
        if (codes.isEmpty() || codes.size() > Field.values().length) {
            throw refused("/fields", "wrong-number-of-items", 1, Field.values().length);
        }
        Set<Field> fields = EnumSet.noneOf(Field.class);
        for (int i = 0; i < codes.size(); i++) {
            String pointer = "/fields/" + i;
            Field field = Field.ofCode(codes.get(i)).orElseThrow(() -> refused(pointer, "unknown-value"));
            if (!purpose.opens().contains(field)) {
                throw refused(pointer, "not-for-this-purpose");
            }
            fields.add(field);
        }
        return fields;
    }

    private static Refusal refused(String pointer, String code, Object... arguments) {
        return Refusal.of(HouseholdProblem.NOT_DISCLOSABLE).field(pointer, code, arguments);
    }
}
