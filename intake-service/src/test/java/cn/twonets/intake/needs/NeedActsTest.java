package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.EventOrder;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.testing.Village;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the village may do with a need, for every status and verb. */
class NeedActsTest {
    private final DeskBench bench = new DeskBench();

    @ParameterizedTest
    @CsvSource({
            // status,              amend, withdraw, confirm
            "SUBMITTED,             yes,   yes,      no",
            "WITHDRAWN,             no,    no,       no",
            "ASSIGNED,              yes,   yes,      no",
            "ACKNOWLEDGED,          yes,   yes,      no",
            "RETURNED,              yes,   yes,      no",
            "REFERRED,              yes,   yes,      no",
            "CANCELLING,            yes,   yes,      no",
            "PLANNED,               yes,   yes,      no",
            "AWAITING_CONFIRMATION, yes,   yes,      yes",
            "CLOSED,                no,    no,       no"})
    void followsTheTable(NeedStatus status, String amend, String withdraw, String confirm) {
        assertThat(outcome(status, Verb.AMEND)).isEqualTo(amend);
        assertThat(outcome(status, Verb.WITHDRAW)).isEqualTo(withdraw);
        assertThat(outcome(status, Verb.CONFIRM)).isEqualTo(confirm);
    }

    @ParameterizedTest
    @EnumSource(NeedStatus.class)
    void tableNamesEveryStatus(NeedStatus status) throws NoSuchMethodException {
        CsvSource table = getClass()
                .getDeclaredMethod("followsTheTable", NeedStatus.class, String.class, String.class, String.class)
                .getAnnotation(CsvSource.class);
        assertThat(table.value()).anyMatch(line -> line.startsWith(status.name() + ","));
    }

    @Test
    void namesVerbAndStatusWhenItRefuses() {
        bench.put(NeedStatus.CLOSED, 1, null);
        assertThat(bench.desk.withdraw(bench.by(Village.MEMBER), WithdrawalReason.REPORTED_TWICE))
                .isEqualTo(new Acted.NotAllowed(Verb.WITHDRAW, NeedStatus.CLOSED));
    }

    @ParameterizedTest
    @EnumSource(Outcome.class)
    void writesTheAnswerOfTheRound(Outcome outcome) {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 2, Village.LEADER);
        bench.desk.confirm(bench.by(Village.MEMBER), outcome, 2);
        Need need = bench.stored();
        assertThat(need.answer()).isEqualTo(new NeedState.Answer(2, outcome, DeskBench.MEMBER));
        assertThat(need.order()).isEqualTo(new EventOrder(0, 2));
        assertThat(need.answerSequence()).isEqualTo(2);
        assertThat(need.contentSequence()).isEqualTo(1);
        assertThat(bench.desk.history(DeskBench.NEED).getLast().type())
                .isEqualTo(
                        outcome == Outcome.SOLVED
                                ? "cn.twonets.need.outcome-confirmed.v1"
                                : "cn.twonets.need.outcome-disputed.v1");
    }

    @Test
    void takesThePresentRoundWhereNoneIsNamed() {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 3, null);
        bench.desk.confirm(bench.by(Village.MEMBER), Outcome.SOLVED, null);
        assertThat(bench.stored().answer().round()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void refusesAnAnswerAboutAnotherRound(int round) {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 2, null);
        assertThat(bench.desk.confirm(bench.by(Village.MEMBER), Outcome.SOLVED, round))
                .isEqualTo(new Acted.OtherRound(2));
        assertThat(bench.stored().answer()).isNull();
    }

    @Test
    void refusesTheAnswerOfWhoResolvedAndTakesAnothers() {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 1, Village.LEADER);
        assertThat(bench.desk.confirm(bench.by(Village.LEADER), Outcome.SOLVED, 1))
                .isEqualTo(new Acted.ResolverMayNotConfirm());
        assertThat(bench.desk.confirm(bench.by(Village.MEMBER), Outcome.SOLVED, 1)).isInstanceOf(Acted.Done.class);
    }

    @Test
    void refusesASecondAnswerToTheSameRound() {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 1, null);
        bench.desk.confirm(bench.by(Village.MEMBER), Outcome.NOT_SOLVED, 1);
        assertThat(bench.desk.confirm(bench.by(Village.LEADER), Outcome.SOLVED, 1))
                .isEqualTo(new Acted.AlreadyAnswered(1));
        assertThat(bench.stored().answer().outcome()).isEqualTo(Outcome.NOT_SOLVED);
    }

    @Test
    void takesARepeatedActForTheSame() {
        bench.put(NeedStatus.ASSIGNED, 1, null);
        NeedDesk.Acting acting = bench.by(Village.MEMBER, "same-key");
        assertThat(bench.desk.withdraw(acting, WithdrawalReason.SOLVED_OTHERWISE)).isInstanceOf(Acted.Done.class);
        assertThat(bench.desk.withdraw(acting, WithdrawalReason.SOLVED_OTHERWISE)).isInstanceOf(Acted.Done.class);
        assertThat(bench.desk.history(DeskBench.NEED)).hasSize(2);
        assertThat(bench.stored().withdrawn()).isTrue();
        assertThat(bench.stored().wantSequence()).isEqualTo(2);
    }

    @Test
    void takesANeedBackOnceOnlyThoughItAwaitsConfirmationAfterwards() {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 1, null);
        assertThat(bench.desk.withdraw(bench.by(Village.MEMBER), WithdrawalReason.SOLVED_OTHERWISE))
                .isInstanceOf(Acted.Done.class);
        assertThat(bench.desk.withdraw(bench.by(Village.LEADER), WithdrawalReason.REPORTED_TWICE))
                .isEqualTo(new Acted.NotAllowed(Verb.WITHDRAW, NeedStatus.AWAITING_CONFIRMATION));
        assertThat(bench.desk.confirm(bench.by(Village.LEADER), Outcome.SOLVED, 1)).isInstanceOf(Acted.Done.class);
    }

    @Test
    void doesNotKnowANeedOfAnotherVillage() {
        bench.put(NeedStatus.ASSIGNED, 1, null);
        assertThat(bench.desk.withdraw(bench.by(Village.OTHER_LEADER), WithdrawalReason.SOLVED_OTHERWISE))
                .isEqualTo(new Acted.Unknown());
        assertThat(bench.desk.withdraw(bench.by(Village.TOWN_LEADER), WithdrawalReason.SOLVED_OTHERWISE))
                .isInstanceOf(Acted.Done.class);
    }

    @Test
    void aChangedDescriptionLeavesTheContentSequenceAlone() {
        bench.put(NeedStatus.ASSIGNED, 1, null);
        bench.desk.amend(bench.by(Village.MEMBER), before -> described(before, "more"));
        assertThat(bench.stored().order().sequence()).isEqualTo(2);
        assertThat(bench.stored().contentSequence()).isEqualTo(1);
        assertThat(bench.desk.history(DeskBench.NEED).getLast().happened()).contains("description")
                .doesNotContain("more");

        bench.desk.amend(bench.by(Village.MEMBER), before -> with(before, Urgency.URGENT));
        assertThat(bench.stored().contentSequence()).isEqualTo(3);
        assertThat(bench.stored().urgency()).isEqualTo(Urgency.URGENT);
    }

    @Test
    void anAmendmentThatChangesNothingWritesNothing() {
        bench.put(NeedStatus.ASSIGNED, 1, null);
        assertThat(bench.desk.amend(bench.by(Village.MEMBER), before -> before)).isInstanceOf(Acted.Done.class);
        assertThat(bench.stored().order().sequence()).isEqualTo(1);
    }

    private String outcome(NeedStatus status, Verb verb) {
        DeskBench fresh = new DeskBench();
        fresh.put(status, 1, null);
        Acted acted = switch (verb) {
            case AMEND -> fresh.desk.amend(fresh.by(Village.MEMBER), before -> with(before, Urgency.ORDINARY));
            case WITHDRAW -> fresh.desk.withdraw(fresh.by(Village.MEMBER), WithdrawalReason.REPORTED_IN_ERROR);
            case CONFIRM -> fresh.desk.confirm(fresh.by(Village.MEMBER), Outcome.SOLVED, null);
        };
        if (acted instanceof Acted.NotAllowed refused) {
            assertThat(refused).isEqualTo(new Acted.NotAllowed(verb, status));
            return "no";
        }
        assertThat(acted).isInstanceOf(Acted.Done.class);
        return "yes";
    }

    private static Content with(Content before, Urgency urgency) {
        return new Content(before.category(), urgency, before.stabilityRisk(), before.aidKinds(), before.parties(),
                before.description());
    }

    private static Content described(Content before, String words) {
        return new Content(before.category(), before.urgency(), before.stabilityRisk(), before.aidKinds(),
                before.parties(), new Protected(words));
    }

    @Test
    void theResolverIsAPostNotAPrefixOfOne() {
        bench.put(NeedStatus.AWAITING_CONFIRMATION, 1, Village.LEADER + ".2");
        assertThat(bench.desk.confirm(bench.by(Village.LEADER), Outcome.SOLVED, 1)).isInstanceOf(Acted.Done.class);
        assertThat(new PostId(Village.LEADER)).isEqualTo(bench.stored().answer().by());
    }
}
