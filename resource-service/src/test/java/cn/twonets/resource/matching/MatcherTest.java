package cn.twonets.resource.matching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import cn.twonets.events.AidKind;
import cn.twonets.events.GridCode;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MatcherTest {
    private static final Matcher.Asked HOUSING = new Matcher.Asked(Set.of(AidKind.HOUSING), Cases.pathUp());

    private static AidService service(String id, Set<AidKind> kinds, GridCode area, Condition... conditions) {
        return Services.service(id, 1, false, kinds, Set.of(area), List.of(conditions));
    }

    private static List<Judgement> judge(Matcher.Asked asked, HouseholdFacts facts, AidService... services) {
        return Matcher.judge(asked, List.of(services), facts, service -> true);
    }

    @ParameterizedTest(name = "area {0}: {1}")
    @CsvSource({"411082100203-G01, area:411082100203-G01, ", "411082100203, area:411082100203, ",
            "411082100, area:411082100, ", "411082, area:411082, ", "411082101, , area", "411082100203-G02, , area",
            "41108210, , area"})
    void servesUnitsBelowTheServedArea(String area, @Nullable String reason, @Nullable String lacking) {
        Judgement judged = judge(
                HOUSING, HouseholdFacts.NONE, service("rebuild", Set.of(AidKind.HOUSING), new GridCode(area)))
                .getFirst();

        assertThat(judged.fits()).isEqualTo(lacking == null);
        if (lacking == null) {
            assertThat(judged.reasons()).containsExactly("kind:housing", reason);
        } else {
            assertThat(judged.lacking()).containsExactly(lacking);
        }
    }

    static Stream<Arguments> conditions() {
        return Stream.of(
                condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, "C,D", dwelling("D"), "fits"),
                condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, "C,D", dwelling("A"), "fact:dwelling-grade"),
                condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, "C,D", dwelling(null), "unknown:dwelling-grade"),
                condition(Fact.INCOME_PER_HEAD, Condition.Test.AT_MOST, "500000", income(500_000L), "fits"),
                condition(Fact.INCOME_PER_HEAD, Condition.Test.AT_MOST, "500000", income(500_001L),
                        "fact:income-per-head-fen"),
                condition(Fact.INCOME_PER_HEAD, Condition.Test.AT_MOST, "500000", income(null),
                        "unknown:income-per-head-fen"),
                condition(Fact.SPECIAL_GROUPS, Condition.Test.ONE_OF, "SERIOUS_ILLNESS",
                        groups(Set.of("SERIOUS_ILLNESS", "SEVERE_DISABILITY")), "fits"),
                condition(Fact.SPECIAL_GROUPS, Condition.Test.ONE_OF, "SERIOUS_ILLNESS", groups(Set.of()),
                        "fact:special-groups"),
                condition(Fact.MEMBERS, Condition.Test.AT_LEAST, "3", members(3, null, null), "fits"),
                condition(Fact.MEMBERS, Condition.Test.AT_LEAST, "3", members(2, null, null), "fact:members"),
                condition(Fact.DISABLED_MEMBERS, Condition.Test.AT_LEAST, "1", members(3, 1, null), "fits"),
                condition(Fact.DISABLED_MEMBERS, Condition.Test.AT_LEAST, "1", members(3, 0, null),
                        "fact:disabled-members"),
                condition(Fact.INSURED, Condition.Test.IS, "false", members(3, 0, false), "fits"),
                condition(Fact.INSURED, Condition.Test.IS, "false", members(3, 0, true), "fact:insured"),
                condition(Fact.INSURED, Condition.Test.IS, "true", members(3, 0, null), "unknown:insured"));
    }

    private static Arguments condition(
            Fact fact, Condition.Test test, String values, HouseholdFacts facts, String outcome) {
        return Arguments.of(new Condition(fact, test, List.of(values.split(","))), facts, outcome);
    }

    private static HouseholdFacts dwelling(@Nullable String grade) {
        return new HouseholdFacts(grade, null, null, null, null, null);
    }

    private static HouseholdFacts income(@Nullable Long fen) {
        return new HouseholdFacts(null, fen, null, null, null, null);
    }

    private static HouseholdFacts groups(Set<String> groups) {
        return new HouseholdFacts(null, null, groups, null, null, null);
    }

    private static HouseholdFacts members(int members, @Nullable Integer disabled, @Nullable Boolean insured) {
        return new HouseholdFacts(null, null, null, members, disabled, insured);
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void judgesDeclaredFacts(Condition condition, HouseholdFacts facts, String outcome) {
        Judgement judged = judge(
                HOUSING, facts, service("rebuild", Set.of(AidKind.HOUSING), Cases.CITY, condition)).getFirst();

        if (outcome.equals("fits")) {
            assertThat(judged.lacking()).isEmpty();
            assertThat(judged.reasons()).contains("fact:" + condition.fact().code());
        } else {
            assertThat(judged.lacking()).containsExactly(outcome);
        }
    }

    @Test
    void leavesOutWhatSharesNoKind() {
        assertThat(judge(HOUSING, HouseholdFacts.NONE, service("school", Set.of(AidKind.EDUCATION), Cases.CITY)))
                .isEmpty();
    }

    @Test
    void ranksByKindsThenNearnessThenAimThenId() {
        Matcher.Asked asked = new Matcher.Asked(Set.of(AidKind.HOUSING, AidKind.FINANCE), Cases.pathUp());
        Condition aimed = new Condition(Fact.MEMBERS, Condition.Test.AT_LEAST, List.of("1"));

        List<Judgement> judged = judge(asked, members(2, null, null),
                service("city-b", Set.of(AidKind.HOUSING), Cases.CITY),
                service("city-a", Set.of(AidKind.HOUSING), Cases.CITY),
                service("city-aimed", Set.of(AidKind.HOUSING), Cases.CITY, aimed),
                service("village", Set.of(AidKind.HOUSING), Cases.VILLAGE),
                service("both-kinds", Set.of(AidKind.HOUSING, AidKind.FINANCE), Cases.CITY),
                service("misses", Set.of(AidKind.HOUSING, AidKind.FINANCE), new GridCode("411082101")));

        assertThat(judged).extracting(one -> one.service().id().value())
                .containsExactly("both-kinds", "village", "city-aimed", "city-a", "city-b", "misses");
    }

    @Test
    void putsTheNearestMissesFirst() {
        Condition grade = new Condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, List.of("D"));

        List<Judgement> judged = judge(HOUSING, dwelling("A"),
                service("two-lacking", Set.of(AidKind.HOUSING), new GridCode("411082101"), grade),
                service("one-lacking", Set.of(AidKind.HOUSING), Cases.CITY, grade));

        assertThat(judged).extracting(one -> one.service().id().value()).containsExactly("one-lacking", "two-lacking");
    }

    @Test
    void namesALackOfCapacityAndStillCallsItEligible() {
        Judgement judged = Matcher.judge(HOUSING, List.of(Services.housing("rebuild", 0)), HouseholdFacts.NONE,
                service -> false).getFirst();

        assertThat(judged.lacking()).containsExactly("capacity");
        assertThat(judged.fits()).isFalse();
        assertThat(judged.isEligible()).isTrue();
    }

    @Test
    void asksOnlyForFactsOfServicesThatCouldFit() {
        Condition grade = new Condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, List.of("D"));
        Condition income = new Condition(Fact.INCOME_PER_HEAD, Condition.Test.AT_MOST, List.of("1"));

        assertThat(Matcher.factsNeeded(HOUSING, List.of(
                service("fits", Set.of(AidKind.HOUSING), Cases.CITY, grade),
                service("other-kind", Set.of(AidKind.EDUCATION), Cases.CITY, income),
                service("other-area", Set.of(AidKind.HOUSING), new GridCode("411082101"), income))))
                .containsExactly(Fact.DWELLING_GRADE);
    }

    @ParameterizedTest
    @CsvSource({"MEMBERS, ONE_OF, 3", "INSURED, IS, yes", "DWELLING_GRADE, AT_LEAST, 3", "MEMBERS, AT_LEAST, many",
            "SPECIAL_GROUPS, IS, true"})
    void refusesConditionsThatMakeNoSense(Fact fact, Condition.Test test, String value) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Condition(fact, test, List.of(value)));
    }

    @Test
    void neverTellsFactsInALogLine() {
        assertThat(dwelling("CANARY-GRADE").toString()).doesNotContain("CANARY");
    }
}
