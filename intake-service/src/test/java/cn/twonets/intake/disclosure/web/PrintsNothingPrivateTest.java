package cn.twonets.intake.disclosure.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.intake.households.Facts;
import cn.twonets.intake.households.Person;
import cn.twonets.intake.households.web.FactsBody;
import cn.twonets.intake.households.web.PersonBody;
import cn.twonets.intake.households.web.PersonalBody;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that carries private things in the clear on their way out. */
class PrintsNothingPrivateTest {
    private static final String CANARY = "金丝雀CANARY";
    private static final HouseholdId HOUSEHOLD = new HouseholdId("household-1");

    static Stream<Object> carriers() {
        var person = new DisclosureController.ShownPerson(Person.Relation.HEAD, CANARY, CANARY, CANARY);
        var body = new PersonBody(CANARY, CANARY, CANARY, Person.Relation.CHILD);
        var personal = new PersonalBody(CANARY, CANARY, CANARY, List.of(body), CANARY);
        var facts = new FactsBody(Facts.DwellingGrade.D, 424242L, null, 3, 1, false);
        return Stream.of(
                person,
                new DisclosureController.Disclosure(HOUSEHOLD, "correction", List.of(person)),
                body,
                personal,
                facts,
                new ExportController.HouseholdExport(HOUSEHOLD, Instant.EPOCH, new GridCode("411082110213"), null,
                        new PostId("village-member:411082110213"), Instant.EPOCH, personal, facts, List.of()));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void doesNotPrintItself(Object carrier) {
        assertThat(carrier.toString()).doesNotContain(CANARY, "424242");
    }

    /** The search would find it: a carrier that is an ordinary record prints all it has. */
    private record Leaking(String name) {}

    @Test
    void aPlantedCarrierIsFound() {
        assertThat(new Leaking(CANARY).toString()).contains(CANARY);
    }
}
