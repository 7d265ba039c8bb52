package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CloseReason;
import cn.twonets.events.EventOrder;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.Urgency;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Level-triggered: whatever was missed, repeated or late, the carried state is the truth. */
class FollowingTest {
    @Test
    void repeatsChangeNothing() {
        Desk desk = new Desk().submitted();
        AidCase before = desk.theCase();
        int sent = desk.published.size();
        desk.village(desk.need());
        assertThat(desk.theCase()).isEqualTo(before);
        assertThat(desk.followed).endsWith(Followed.NOT_NEWER);
        assertThat(desk.published).hasSize(sent);
    }

    @Test
    void aNeedFirstSeenAsWithdrawnIsAssignedAndClosedInOneWrite() {
        Desk desk = new Desk();
        desk.village(Needs.withdrawn(Needs.need(Desk.NEED.value(), "housing", Urgency.URGENT)));
        assertThat(desk.timeline()).containsExactly("assigned", "closed");
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.WITHDRAWN);
        assertThat(desk.cases.aggregates().find(Desk.NEED.value()).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void amendmentsReachTheCaseAndNothingElse() {
        Desk desk = new Desk().submitted();
        AidCase before = desk.theCase();
        desk.village(Needs.amended(desk.need(), "infrastructure", Urgency.URGENT, Set.of(AidKind.VOLUNTEER_POST)));
        assertThat(desk.timeline()).containsExactly("assigned", "amended");
        assertThat(desk.theCase().shown().category()).hasToString("infrastructure");
        assertThat(desk.theCase().shown().urgency()).as("as high as the category allows").isEqualTo(Urgency.MAJOR);
        assertThat(desk.theCase().shown().contentSequence()).isEqualTo(2);
        assertThat(desk.theCase().shown().responsible()).isEqualTo(before.shown().responsible());
        assertThat(desk.theCase().shown().statusSequence()).isEqualTo(1);
    }

    /** Found by the simulation: seed 1149655, where a slow producer's record came after the one that took it back. */
    @Test
    void anAmendmentTakenBackBeforeItWasSeenStaysTakenBackThoughItComesLate() {
        Desk desk = new Desk().submitted();
        NeedState first = desk.need();
        NeedState amended = Needs.amended(first, "infrastructure", Urgency.MAJOR, first.aidKinds());
        desk.village(Needs.amended(amended, first.category().value(), first.urgency(), first.aidKinds()));
        desk.village(amended);
        assertThat(desk.theCase().shown().category()).isEqualTo(first.category());
        assertThat(desk.followed).endsWith(Followed.NOT_NEWER);
        assertThat(desk.timeline()).containsExactly("assigned");
    }

    @Test
    void anAnswerAndALaterWithdrawalSeenTogetherAreTakenInTheirOrder() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Resolve("advice"));
        NeedState answered = Needs.answered(desk.need(), 1, Outcome.SOLVED);
        desk.village(Needs.withdrawn(answered));
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.CONFIRMED);
    }

    @Test
    void aWithdrawalAndALaterAnswerSeenTogetherAreTakenInTheirOrder() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Resolve("advice"));
        desk.village(Needs.answered(Needs.withdrawn(desk.need()), 1, Outcome.SOLVED));
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.WITHDRAWN);
    }

    @Test
    void aSecondWithdrawalCountsAfterADeliveryThatOverrodeTheFirst() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).withdrawn().aidAnswers(FinalAnswer.DELIVERED);
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
        desk.withdrawn();
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.WITHDRAWN);
    }

    @Test
    void aWithdrawalToldAgainAfterARestoreIsNoSecondOne() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).withdrawn().aidAnswers(FinalAnswer.DELIVERED);
        desk.village(Needs.ofEpoch(7, desk.need()));
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
        desk.village(Needs.amended(desk.need(), "infrastructure", Urgency.URGENT, Set.of(AidKind.VOLUNTEER_POST)));
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
        desk.withdrawn();
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.WITHDRAWN);
    }

    @Test
    void aWithdrawalAfterARestoreCountsThoughTheLostOneHadItsNumber() {
        Desk desk = new Desk().submitted();
        NeedState backup = desk.need();
        desk.done(new CaseAct.Refer(List.of(), false)).withdrawn().aidAnswers(FinalAnswer.DELIVERED);
        desk.village(Needs.ofEpoch(7, backup)).withdrawn();
        assertThat(desk.theCase().shown().closeReason()).isEqualTo(CloseReason.WITHDRAWN);
    }

    @Test
    void aWishThatARestoreLostIsHandedBackAndItsNumberNeverUsedAgain() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).aidAnswers(FinalAnswer.CANCELLED, 3);
        assertThat(desk.status()).isEqualTo(CaseStatus.ACKNOWLEDGED);
        desk.done(new CaseAct.Refer(List.of(), false));
        assertThat(desk.theCase().shown().wish().ordinal()).isEqualTo(4);
    }

    @Test
    void theFirstWishPassesTheNumbersThatARestoreLost() {
        Desk desk = new Desk().submitted().aidAnswers(FinalAnswer.CANCELLED, 2);
        assertThat(desk.status()).isEqualTo(CaseStatus.ASSIGNED);
        desk.done(new CaseAct.Refer(List.of(), false));
        assertThat(desk.theCase().shown().wish().ordinal()).isEqualTo(3);
    }

    @Test
    void whatWasDeliveredForAWishThatARestoreLostWasDelivered() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).aidAnswers(FinalAnswer.DELIVERED, 2);
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
    }

    @Test
    void whatComesTooLateHasAName() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).aidAnswers(FinalAnswer.NONE_LEFT);
        desk.aidAnswers(FinalAnswer.NONE_LEFT);
        assertThat(desk.followed).endsWith(Followed.WISH_NOT_LIVE);
        desk.done(new CaseAct.CloseUnmet("no-such-aid"));
        desk.aidAnswers(FinalAnswer.NONE_LEFT);
        assertThat(desk.followed).endsWith(Followed.TOO_LATE);
        desk.withdrawn();
        assertThat(desk.followed).endsWith(Followed.TOO_LATE);
        assertThat(desk.timeline()).endsWith("closed");
    }

    @Test
    void anAnswerForARoundThatIsNotAwaitedHasAName() {
        Desk desk = new Desk().submitted();
        desk.village(Needs.answered(desk.need(), 1, Outcome.SOLVED));
        assertThat(desk.followed).endsWith(Followed.ROUND_NOT_AWAITED);
        assertThat(desk.status()).isEqualTo(CaseStatus.ASSIGNED);
    }

    @Test
    void anAnswerForARoundThatHasNotBegunIsNotAwaited() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Resolve("advice"));
        desk.village(Needs.answered(desk.need(), 2, Outcome.SOLVED));
        assertThat(desk.followed).endsWith(Followed.ROUND_NOT_AWAITED);
        assertThat(desk.status()).isEqualTo(CaseStatus.AWAITING_CONFIRMATION);
    }

    @Test
    void anAnswerToAnOlderWishDoesNotTouchTheNext() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false)).aidAnswers(FinalAnswer.NONE_LEFT);
        desk.done(new CaseAct.Refer(List.of(Desk.LOAN), false));
        desk.aidAnswers(FinalAnswer.NONE_LEFT, 1);
        assertThat(desk.status()).isEqualTo(CaseStatus.REFERRED);
    }

    @Test
    void aReferralThatIsTakenUpCostsOneWriteAndNoEvent() {
        Desk desk = new Desk().submitted();
        desk.done(new CaseAct.Refer(List.of(), false));
        long version = desk.cases.aggregates().find(Desk.NEED.value()).orElseThrow().version();
        int sent = desk.published.size();
        desk.aidOffers().aidOffers().aidOffers();
        assertThat(desk.cases.aggregates().find(Desk.NEED.value()).orElseThrow().version()).isEqualTo(version + 1);
        assertThat(desk.published).hasSize(sent);
    }

    @Test
    void theAidSideOfAnUnknownCaseIsPassedOver() {
        Desk desk = new Desk();
        desk.aid(new AidState(new EventOrder(0, 1), Desk.NEED, new GridCode(CountyGrid.GROUP), List.of(), List.of(),
                false, 1, null, 0, null, 0));
        assertThat(desk.followed).containsExactly(Followed.UNKNOWN_CASE);
        assertThat(desk.cases.aggregates().find(Desk.NEED.value())).isEmpty();
    }

    @Test
    void aNeedOfAUnitThatNobodyKnowsLandsOnTheCity() {
        Desk desk = new Desk();
        desk.village(Needs.in("no-such-unit", Desk.NEED.value(), "housing", Urgency.ORDINARY));
        assertThat(desk.responsible()).isEqualTo("city-leader:" + CountyGrid.CITY);
        assertThat(desk.theCase().routes().getFirst().tried().getFirst().reason()).isEqualTo("unknown-unit");
    }

    @Test
    void aNeedThatNobodyHoldsAtAnyLevelLandsOnTheCityDesk() {
        CountyGrid empty = new CountyGrid();
        List.of(CountyGrid.GROUP, CountyGrid.VILLAGE, CountyGrid.AREA, CountyGrid.TOWN, CountyGrid.CITY)
                .forEach(empty::vacant);
        Desk desk = new Desk(empty.directory()).submitted();
        assertThat(desk.responsible()).isEqualTo("city-desk:" + CountyGrid.CITY);
        assertThat(desk.timeline()).containsExactly("unroutable");
        assertThat(desk.followed).contains(Followed.UNROUTABLE);
        desk.done("city-desk:" + CountyGrid.CITY, new CaseAct.Acknowledge());
    }

    @Test
    void theGroupsMemberHoldsWhatTheGroupMayHandle() {
        Desk desk = new Desk().submitted("elderly-care", Urgency.ORDINARY);
        assertThat(desk.responsible()).isEqualTo("group-member:" + CountyGrid.GROUP);
        desk.done("group-member:" + CountyGrid.GROUP, new CaseAct.Acknowledge());
    }
}
