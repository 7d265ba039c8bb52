package cn.twonets.intake.households.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.intake.households.Facts;
import cn.twonets.intake.households.Person;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that carries a household, or facts about one, on its way in and out. */
class PrintsNoHouseholdTest {
    private static final String CANARY = "金丝雀CANARY";
    private static final GridCode VILLAGE = new GridCode("411082110213");

    static Stream<Object> carriers() {
        var facts = new FactsBody(Facts.DwellingGrade.D, 424242L, null, 3, 1, false);
        var personal = new PersonalBody(CANARY, CANARY, CANARY,
                List.of(new PersonBody(CANARY, CANARY, CANARY, Person.Relation.CHILD)), CANARY);
        var masked = new HouseholdView.MaskedPersonal("张*", null, null, List.of(), CANARY);
        return Stream.of(
                new HouseholdBody(VILLAGE, null, personal, facts),
                masked,
                new HouseholdView(new HouseholdId("household-1"), VILLAGE, null, Instant.EPOCH, masked, facts),
                new FactsController.Asked(Facts.DwellingGrade.D, 424242L, null, 3, 1, false));
    }

    @ParameterizedTest
    @MethodSource("carriers")
    void doesNotPrintItself(Object carrier) {
        assertThat(carrier.toString()).doesNotContain(CANARY, "424242");
    }

    /** The search would find it: a carrier that is an ordinary record prints all it has. */
    private record Leaking(String name, long income) {}

    @Test
    void aPlantedCarrierIsFound() {
        assertThat(new Leaking(CANARY, 424242L).toString()).contains(CANARY, "424242");
    }
}
