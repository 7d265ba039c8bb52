package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.Outcome;
import cn.twonets.events.Urgency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The life of a case, told as it happens: read it from top to bottom. */
class LifeOfACaseTest {
    private static final String VILLAGE_LEADER = "village-leader:" + CountyGrid.VILLAGE;
    private static final String OTHER_VILLAGE_LEADER = "village-leader:" + CountyGrid.OTHER_VILLAGE;
    private static final String AREA_LEADER = "area-leader:" + CountyGrid.AREA;
    private static final String TOWN_LEADER = "town-leader:" + CountyGrid.TOWN;

    @Test
    void tellsTheStoryOfADangerousHouse() {
        Desk desk = new Desk();

        // An old woman's house has become dangerous; the village reports it, and its leader is responsible.
        desk.submitted("housing", Urgency.MAJOR);
        assertThat(desk.responsible()).isEqualTo(VILLAGE_LEADER);
        assertThat(desk.status()).isEqualTo(CaseStatus.ASSIGNED);

        // Nobody does anything: after three days the area leader is responsible, after three more the town leader.
        desk.passes(Duration.ofDays(3));
        assertThat(desk.responsible()).isEqualTo(AREA_LEADER);
        desk.passes(Duration.ofDays(3));
        assertThat(desk.responsible()).isEqualTo(TOWN_LEADER);

        // The town leader signs for it and, with one key, wants the county's rebuilding aid.
        desk.done(TOWN_LEADER, new CaseAct.Acknowledge());
        desk.done(TOWN_LEADER, new CaseAct.Refer(List.of(Desk.REBUILDING), false));
        assertThat(desk.status()).isEqualTo(CaseStatus.REFERRED);

        // The housing bureau is asked, builds, and says so; the village is asked whether it helped.
        desk.aidOffers();
        desk.aidAnswers(FinalAnswer.DELIVERED);
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
        assertThat(desk.theCase().shown().resolvedBy()).hasToString("department:housing-bureau");

        // It helped. The thread ends here, and not before.
        desk.answered(Outcome.SOLVED);
        assertThat(desk.status()).isEqualTo(CaseStatus.CLOSED);
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.CONFIRMED);
        assertThat(desk.timeline()).containsExactly("assigned", "escalated", "escalated", "acknowledged",
                "referral-wanted", "resolved", "closed");
    }

    @Test
    void endsOnTheSpotWhenTheLeaderHelpsDirectly() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Acknowledge());
        desk.done(VILLAGE_LEADER, new CaseAct.Resolve("repaired-roof"));
        desk.answered(Outcome.SOLVED);
        assertThat(desk.timeline()).containsExactly("assigned", "acknowledged", "resolved", "closed");
    }

    @Test
    void opensTheNextRoundOneLevelHigherWhenItDidNotHelp() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Resolve("advice"));
        desk.answered(Outcome.PARTLY);
        assertThat(desk.status()).isEqualTo(CaseStatus.ASSIGNED);
        assertThat(desk.responsible()).isEqualTo(AREA_LEADER);
        assertThat(desk.theCase().shown().round()).isEqualTo(2);

        // An answer for the first round, come late, says nothing about the second.
        desk.done(AREA_LEADER, new CaseAct.Resolve("repaired-roof"));
        desk.village(Needs.answered(desk.need(), 1, Outcome.SOLVED));
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
        desk.answered(Outcome.SOLVED);
        assertThat(desk.status()).isEqualTo(CaseStatus.CLOSED);
    }

    @Test
    void comesBackToTheLeaderWhenNoCandidateIsLeft() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Refer(List.of(), false));
        desk.passes(Duration.ofDays(2));
        desk.aidAnswers(FinalAnswer.NONE_LEFT);
        assertThat(desk.status()).isEqualTo(CaseStatus.ACKNOWLEDGED);
        assertThat(desk.theCase().shown().dueAt()).isEqualTo(desk.clock.instant().plus(Duration.ofDays(5)));

        // Once more, elsewhere: the next wish has the next number.
        desk.done(VILLAGE_LEADER, new CaseAct.Refer(List.of(Desk.LOAN), false));
        assertThat(desk.theCase().shown().wish().ordinal()).isEqualTo(2);
    }

    @Test
    void letsTheLeaderAboveBothDecideAReturn() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Return("lives-elsewhere", new GridCode(CountyGrid.OTHER_VILLAGE)));
        assertThat(desk.status()).isEqualTo(CaseStatus.RETURNED);
        assertThat(desk.responsible()).isEqualTo(AREA_LEADER);

        desk.done(AREA_LEADER, new CaseAct.Arbitrate(new GridCode(CountyGrid.OTHER_VILLAGE)));
        assertThat(desk.status()).isEqualTo(CaseStatus.ASSIGNED);
        assertThat(desk.responsible()).isEqualTo(OTHER_VILLAGE_LEADER);

        // The other village's leader may act on it now, though the household is not his; but not return it once more.
        assertThat(desk.does(OTHER_VILLAGE_LEADER, new CaseAct.Return("no", new GridCode(CountyGrid.VILLAGE))))
                .isEqualTo(new ActAnswer.Refused(ActAnswer.Why.RETURNED_BEFORE, CaseStatus.ASSIGNED));
        desk.done(OTHER_VILLAGE_LEADER, new CaseAct.Acknowledge());
    }

    @Test
    void asksAboveWhoeverSendsACaseBack() {
        CountyGrid grid = new CountyGrid().vacant(CountyGrid.AREA);
        Desk desk = new Desk(grid.directory()).submitted();

        // The town leader stands in for the area leader, and would be the next above both villages.
        desk.done(TOWN_LEADER, new CaseAct.Return("lives-elsewhere", new GridCode(CountyGrid.OTHER_VILLAGE)));
        assertThat(desk.responsible()).isEqualTo("city-leader:" + CountyGrid.CITY);
        desk.done("city-leader:" + CountyGrid.CITY, new CaseAct.Arbitrate(new GridCode(CountyGrid.OTHER_VILLAGE)));
        assertThat(desk.responsible()).isEqualTo(OTHER_VILLAGE_LEADER);
    }

    @Test
    void refusesAReturnThatNobodyElseCouldDecide() {
        CountyGrid grid = new CountyGrid().vacant(CountyGrid.AREA).vacant(CountyGrid.TOWN).vacant(CountyGrid.CITY);
        Desk desk = new Desk(grid.directory()).submitted();
        CaseAct.Return sent = new CaseAct.Return("lives-elsewhere", new GridCode(CountyGrid.OTHER_VILLAGE));

        assertThat(desk.does("city-desk:" + CountyGrid.CITY, sent)).isEqualTo(
                new ActAnswer.Refused(ActAnswer.Why.NOBODY_ABOVE, CaseStatus.ASSIGNED));
        desk.done(VILLAGE_LEADER, sent);
        assertThat(desk.responsible()).isEqualTo("city-desk:" + CountyGrid.CITY);
    }

    @Test
    void waitsForTheReferralToBeGoneBeforeTheNeedIsWithdrawn() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Refer(List.of(), false));
        desk.withdrawn();
        assertThat(desk.status()).isEqualTo(CaseStatus.CANCELLING);
        assertThat(desk.theCase().shown().wish().wanted()).isFalse();
        desk.aidAnswers(FinalAnswer.CANCELLED);
        assertThat(desk.status()).isEqualTo(CaseStatus.CLOSED);
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.WITHDRAWN);
    }

    @Test
    void asksTheVillageWhenTheAidWasDeliveredBeforeItCouldBeCancelled() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Refer(List.of(), false));
        desk.withdrawn();
        desk.aidAnswers(FinalAnswer.DELIVERED);
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);

        // The withdrawal has had its say; the village's answer counts now.
        desk.answered(Outcome.SOLVED);
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.CONFIRMED);
    }

    @Test
    void helpsFirstThroughTheGreenChannel() {
        Desk desk = new Desk().submitted("housing", Urgency.URGENT);
        assertThat(desk.responsible()).isEqualTo(TOWN_LEADER);
        assertThat(desk.status()).isEqualTo(CaseStatus.REFERRED);
        assertThat(desk.theCase().shown().wish().greenChannel()).isTrue();
        assertThat(desk.theCase().shown().wish().candidates()).isEmpty();
        assertThat(desk.timeline()).containsExactly("assigned", "referral-wanted");
    }

    @Test
    void comesBackFromAPlanOnItsReviewDate() {
        Desk desk = new Desk().submitted();
        desk.done(VILLAGE_LEADER, new CaseAct.Plan(desk.clock.instant().plus(Duration.ofDays(60)), "after-winter"));
        assertThat(desk.theCase().shown().dueAt()).isNull();
        desk.passes(Duration.ofDays(59));
        assertThat(desk.status()).isEqualTo(CaseStatus.PLANNED);
        desk.passes(Duration.ofDays(1));
        assertThat(desk.status()).isEqualTo(CaseStatus.ASSIGNED);
        assertThat(desk.responsible()).isEqualTo(VILLAGE_LEADER);
        assertThat(desk.theCase().shown().dueAt()).isEqualTo(desk.clock.instant().plus(Duration.ofDays(5)));
    }
}
