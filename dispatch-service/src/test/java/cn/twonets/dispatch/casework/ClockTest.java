package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What time brings to a case, with a clock that is moved. */
class ClockTest {
    private static final Duration STEP = Duration.ofDays(5);

    @Test
    void neverEscalatesEarly() {
        Desk desk = new Desk().submitted();
        desk.clock.to(desk.theCase().shown().dueAt().minusMillis(1));
        desk.sweep();
        assertThat(desk.theCase().shown().escalations()).isZero();
        desk.clock.advance(Duration.ofMillis(1));
        desk.sweep();
        assertThat(desk.theCase().shown().escalations()).isEqualTo(1);
    }

    @Test
    void goesUpOneLevelHoweverMuchTimeHasPassedAtOnce() {
        Desk desk = new Desk().submitted();
        desk.passes(Duration.ofDays(31));
        assertThat(desk.theCase().shown().responsible().level()).isEqualTo(GridLevel.AREA);
        assertThat(desk.theCase().shown().dueAt()).isEqualTo(desk.clock.instant().plus(STEP));
        desk.sweep();
        assertThat(desk.theCase().shown().responsible().level()).isEqualTo(GridLevel.AREA);
        desk.passes(Duration.ofDays(31));
        assertThat(desk.theCase().shown().responsible().level()).isEqualTo(GridLevel.TOWN);
        desk.passes(Duration.ofDays(31));
        assertThat(desk.theCase().shown().responsible().level()).isEqualTo(GridLevel.CITY);
    }

    @Test
    void remindsOnceInEachStep() {
        Desk desk = new Desk().submitted();
        desk.passes(Duration.ofHours(90)).passes(Duration.ofHours(1)).passes(Duration.ofHours(1));
        assertThat(desk.timeline()).containsExactly("assigned", "due-soon");
        desk.passes(STEP).passes(Duration.ofHours(91));
        assertThat(desk.timeline()).containsExactly("assigned", "due-soon", "escalated", "due-soon");
    }

    @Test
    void staysAtTheCityOverdueButIsLookedAtEachDay() {
        Desk desk = new Desk().submitted();
        desk.passes(Duration.ofDays(6)).passes(Duration.ofDays(6)).passes(Duration.ofDays(6));
        assertThat(desk.theCase().shown().responsible().level()).isEqualTo(GridLevel.CITY);
        Instant due = desk.theCase().shown().dueAt();
        desk.passes(Duration.ofDays(6));
        assertThat(desk.theCase().shown().escalations()).isEqualTo(3);
        assertThat(desk.theCase().shown().dueAt()).isEqualTo(due);
        assertThat(desk.theCase().wakeAt()).isEqualTo(desk.clock.instant().plus(ClockDecider.TOP_PATIENCE));
        assertThat(desk.followed).contains(Followed.OVERDUE_AT_TOP);
        assertThat(desk.sweep()).isZero();
        desk.passes(ClockDecider.TOP_PATIENCE);
        assertThat(desk.timeline()).containsExactly("assigned", "escalated", "escalated", "escalated");
    }

    @Test
    void passesOverALevelThatNobodyHolds() {
        Desk desk = new Desk(new CountyGrid().vacant(CountyGrid.AREA).directory()).submitted();
        desk.passes(STEP);
        assertThat(desk.theCase().shown().responsible().level()).isEqualTo(GridLevel.TOWN);
        assertThat(desk.theCase().routes().getLast().tried()).anySatisfy(tried -> {
            assertThat(tried.unit()).isEqualTo(new GridCode(CountyGrid.AREA));
            assertThat(tried.reason()).isEqualTo("vacant");
        });
    }

    @Test
    void letsNeitherSigningNorAmendingStartAClockAgain() {
        Desk desk = new Desk().submitted();
        Instant due = desk.theCase().shown().dueAt();
        Instant householdDue = desk.theCase().shown().householdDueAt();
        desk.clock.advance(Duration.ofDays(1));
        desk.done(new CaseAct.Acknowledge());
        desk.village(Needs.amended(desk.need(), "housing", Urgency.MAJOR, desk.need().aidKinds()));
        assertThat(desk.theCase().shown().urgency()).isEqualTo(Urgency.MAJOR);
        assertThat(desk.theCase().shown().dueAt()).isEqualTo(due);
        desk.passes(Duration.ofDays(30));
        assertThat(desk.theCase().shown().householdDueAt()).isEqualTo(householdDue);
    }

    @Test
    void statesAWishAgainUntilItIsTakenUp() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false));
        desk.passes(Duration.ofMinutes(14));
        assertThat(desk.timeline()).endsWith("referral-wanted").hasSize(2);
        desk.passes(Duration.ofMinutes(1));
        assertThat(desk.timeline()).endsWith("referral-wanted", "referral-wanted").hasSize(3);
        assertThat(desk.theCase().shown().wish().ordinal()).isEqualTo(1);
        assertThat(desk.theCase().shown().wish().statedAt()).isEqualTo(desk.clock.instant());
        desk.aidOffers();
        desk.passes(Duration.ofMinutes(60));
        assertThat(desk.timeline()).hasSize(3);
    }

    @Test
    void statesATakenBackWishAgainUntilItIsAnswered() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).aidOffers().withdrawn();
        desk.passes(Duration.ofMinutes(15)).passes(Duration.ofMinutes(15));
        assertThat(desk.timeline()).containsExactly("assigned", "referral-wanted", "cancelling", "referral-wanted",
                "referral-wanted");
        assertThat(desk.theCase().shown().wish().wanted()).isFalse();
        desk.aidAnswers(FinalAnswer.CANCELLED);
        assertThat(desk.status()).isEqualTo(CaseStatus.CLOSED);
        assertThat(desk.theCase().wakeAt()).isNull();
    }

    @Test
    void makesSilenceOfTheVillageTheNextLeadersMatter() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Resolve("advice"));
        desk.passes(STEP);
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
        assertThat(desk.responsible()).isEqualTo("area-leader:" + CountyGrid.AREA);
    }

    @Test
    void postponesWithoutTouchingWhatIsDue() {
        Desk desk = new Desk().submitted();
        AidCase before = desk.theCase();
        Instant until = before.wakeAt().plus(Duration.ofMinutes(5));
        desk.desk.postpone(new Alarm(Desk.NEED.value(), before.wakeAt()), until);
        assertThat(desk.theCase().wakeAt()).isEqualTo(until);
        assertThat(desk.theCase().shown()).isEqualTo(before.shown());

        // Somebody has changed it since: then it is left alone.
        desk.desk.postpone(new Alarm(Desk.NEED.value(), before.wakeAt()), until.plusSeconds(1));
        assertThat(desk.theCase().wakeAt()).isEqualTo(until);
    }

    @Test
    void twoSweepsAtOnceOnlyRepeatEachOther() {
        Desk desk = new Desk().submitted();
        desk.clock.advance(STEP);
        List<Alarm> alarms = desk.desk.ringing(desk.clock.instant(), null, 10);
        desk.desk.ring(alarms);
        desk.desk.ring(alarms);
        assertThat(desk.theCase().shown().escalations()).isEqualTo(1);
    }
}
