package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseState;
import cn.twonets.events.NeedId;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.matching.HouseholdFacts;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of a match says nothing of what a household has declared; what is kept does, while the case is open. */
class FactsStayHereTest {
    private static final String NEED = "need-0001";
    private static final Condition ILL = new Condition(Fact.SPECIAL_GROUPS, Condition.Test.ONE_OF,
            List.of("SERIOUS_ILLNESS"));
    private static final Condition DANGEROUS = new Condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, List.of("D"));
    private static final Condition POOR = new Condition(Fact.INCOME_PER_HEAD, Condition.Test.AT_MOST,
            List.of("500000"));
    private static final Condition MANY = new Condition(Fact.MEMBERS, Condition.Test.AT_LEAST, List.of("5"));
    private static final Condition INSURED = new Condition(Fact.INSURED, Condition.Test.IS, List.of("true"));

    private final AidSide aid = new AidSide(service("fits", ILL, DANGEROUS), service("misses", DANGEROUS, POOR, MANY),
            service("unclear", ILL, INSURED));

    private static AidService service(String id, Condition... conditions) {
        return Services.service(id, 2, false, Set.of(AidKind.HOUSING), Set.of(Cases.CITY), List.of(conditions));
    }

    private void declare(String grade, long income) {
        aid.facts = (needs, asked) -> Map.of(new NeedId(NEED),
                new HouseholdFacts(grade, income, Set.of("SERIOUS_ILLNESS"), 2, null, null));
    }

    private void assertThatNothingSentNamesAFact() {
        assertThat(aid.sent).isNotEmpty();
        for (OutgoingEvent event : aid.sent) {
            String value = new String(event.value(), StandardCharsets.UTF_8);
            assertThat(value).doesNotContain("fact:", "unknown:");
            Arrays.stream(Fact.values()).forEach(fact -> assertThat(value).doesNotContain('"' + fact.code()));
        }
    }

    @Test
    void tellsThatFactsCountedAndNotWhichOrHowMany() {
        declare("D", 900_000);
        CaseState open = Cases.open(NEED, AidKind.HOUSING);

        AidRecord record = aid.hear(open);
        aid.hear(Cases.wanting(open, 1));

        AidState told = record.published();
        assertThat(told.candidates()).singleElement().satisfies(fit -> assertThat(fit.reasons())
                .containsExactly("kind:housing", "area:411082", "declared-facts"));
        assertThat(told.missing()).extracting(miss -> miss.service() + " " + miss.lacking())
                .containsExactly("unclear [facts-unknown]", "misses [declared-facts]");
        assertThat(record.fit().candidates().getFirst().reasons())
                .contains("fact:special-groups", "fact:dwelling-grade");
        assertThat(record.fit().missing()).extracting(AidState.NearMiss::lacking).containsExactly(
                List.of("unknown:insured"), List.of("fact:income-per-head-fen", "fact:members"));
        assertThat(record.fit().factsNamed()).containsExactly("dwelling-grade", "income-per-head-fen", "insured",
                "members", "special-groups");
        assertThat(aid.story(NEED)).containsExactly("aid.matched", "referral.offered");
        assertThatNothingSentNamesAFact();
    }

    @Test
    void saysNothingAnewWhenOtherFactsDecideTheSame() {
        AidSide one = new AidSide(service("misses", DANGEROUS, POOR));
        one.facts = (needs, asked) -> Map.of(new NeedId(NEED), new HouseholdFacts("A", 1L, null, null, null, null));
        CaseState open = Cases.open(NEED, AidKind.HOUSING);
        AidRecord first = one.hear(open);
        one.facts = (needs, asked) -> Map.of(new NeedId(NEED),
                new HouseholdFacts("D", 900_000L, null, null, null, null));

        AidRecord second = one.hear(Cases.amended(open, AidKind.HOUSING, AidKind.CHARITY));

        assertThat(first.fit().factsNamed()).containsExactly("dwelling-grade");
        assertThat(second.fit().factsNamed()).containsExactly("income-per-head-fen");
        assertThat(second.fit().missing().getFirst().lacking()).containsExactly("fact:income-per-head-fen");
        assertThat(second.fit().sequence()).isEqualTo(first.fit().sequence());
        assertThat(one.story(NEED)).containsExactly("aid.unmatched");
    }

    @Test
    void forgetsWhichFactsCountedOnceTheCaseIsClosed() {
        declare("D", 1);
        CaseState open = Cases.open(NEED, AidKind.HOUSING);
        AidRecord before = aid.hear(open);

        AidRecord after = aid.hear(Cases.closed(open));

        assertThat(before.fit().factsNamed()).isNotEmpty();
        assertThat(after.fit().factsNamed()).isEmpty();
        assertThat(after.published().candidates()).isEqualTo(before.published().candidates());
        assertThat(after.published().missing()).isEqualTo(before.published().missing());
    }
}
