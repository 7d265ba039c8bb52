package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseState;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import cn.twonets.events.NeedId;
import cn.twonets.resource.catalogue.Condition;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.matching.HouseholdFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The life of a referral as dispatch and providers see it. */
class ReferralLifeTest {
    private static final String NEED = "need-0001";

    @Test
    void isMatchedReferredAcceptedAndDelivered() {
        AidSide aid = new AidSide(Services.housing("rebuild", 2));
        CaseState open = Cases.open(NEED, AidKind.HOUSING);

        AidRecord matched = aid.hear(open);
        assertThat(matched.fit().candidates()).extracting(fit -> fit.service().value()).containsExactly("rebuild");
        assertThat(matched.fit().candidates().getFirst().reasons()).containsExactly("kind:housing", "area:411082");

        aid.hear(Cases.wanting(open, 1, "rebuild"));
        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.OFFERED);
        assertThat(aid.pool("rebuild").available()).isEqualTo(1);
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);

        assertThat(aid.accept(NEED)).isInstanceOf(ActResult.Done.class);
        assertThat(aid.deliver(NEED)).isInstanceOf(ActResult.Done.class);

        assertThat(aid.record(NEED).answer())
                .isEqualTo(new AidState.Answer(1, FinalAnswer.DELIVERED, new AidServiceId("rebuild")));
        assertThat(aid.pool("rebuild").confirmed()).isEqualTo(1);
        assertThat(aid.pool("rebuild").holds()).isEmpty();
        assertThat(aid.record(NEED).desk()).isNull();
        assertThat(aid.story(NEED)).containsExactly(
                "aid.matched", "referral.offered", "referral.accepted", "referral.delivered");
    }

    @Test
    void givesBackWhatWasReservedForAWishThatARestoreLost() {
        AidSide aid = new AidSide(Services.housing("rebuild", 2));
        CaseState backup = Cases.open(NEED, AidKind.HOUSING);
        aid.hear(Cases.wanting(backup, 1));
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);

        aid.hear(Cases.ofEpoch(7, backup));

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.CANCELLED, null));
        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.CANCELLED);
        assertThat(aid.pool("rebuild").available()).isEqualTo(2);
        assertThat(aid.pool("rebuild").holds()).isEmpty();
    }

    @Test
    void writesOneDocumentForMatchAndOfferTogether() {
        AidSide aid = new AidSide(Services.housing("rebuild", 2));

        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1));

        assertThat(aid.records.find(NEED).orElseThrow().version()).isEqualTo(1);
        assertThat(aid.story(NEED)).containsExactly("aid.matched", "referral.offered");
    }

    @Test
    void costsSixWritesWhenALeaderDecidesAndFiveWhenReferredAtOnce() {
        AidSide aid = new AidSide(Services.housing("rebuild", 2));
        CaseState open = Cases.open(NEED, AidKind.HOUSING);
        aid.hear(open);
        aid.hear(Cases.wanting(open, 1));
        aid.accept(NEED);
        aid.deliver(NEED);
        assertThat(aid.records.find(NEED).orElseThrow().version()).isEqualTo(4);
        assertThat(aid.pool("rebuild").version()).isEqualTo(2);

        aid.hear(Cases.wanting(Cases.open("need-0002", AidKind.HOUSING), 1));
        aid.accept("need-0002");
        aid.deliver("need-0002");
        assertThat(aid.records.find("need-0002").orElseThrow().version()).isEqualTo(3);
        assertThat(aid.pool("rebuild").version()).isEqualTo(4);
    }

    @Test
    void asksTheNextCandidateAfterADecline() {
        AidSide aid = new AidSide(Services.housing("first", 1), Services.housing("second", 1));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1, "first", "second"));

        aid.decline(NEED);

        assertThat(aid.referral(NEED).service().value()).isEqualTo("second");
        assertThat(aid.referral(NEED).attempt()).isEqualTo(2);
        assertThat(aid.record(NEED).earlier()).singleElement()
                .satisfies(earlier -> assertThat(earlier.reason()).isEqualTo("review-failed"));
        assertThat(aid.pool("first").available()).isEqualTo(1);
        assertThat(aid.pool("second").held()).isEqualTo(1);
    }

    @Test
    void answersNoneLeftWhenTheLastCandidateDeclines() {
        AidSide aid = new AidSide(Services.housing("only", 1));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1, "only"));

        aid.decline(NEED);

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.NONE_LEFT, null));
        assertThat(aid.pool("only").available()).isEqualTo(1);
        assertThat(aid.story(NEED)).endsWith("referral.declined");
    }

    @Test
    void answersNoneLeftWhenOnlyUnfitServicesAreNamed() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));

        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1, "no-such-service"));

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.NONE_LEFT, null));
        assertThat(aid.record(NEED).referral()).isNull();
    }

    @Test
    void goesOnToTheNextCandidateWhenAnOfferExpires() {
        AidSide aid = new AidSide(Services.housing("slow", 1), Services.housing("next", 1));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1, "slow", "next"));

        aid.clock.advance(Duration.ofDays(2));
        assertThat(aid.instance().due().run()).isZero();
        aid.clock.advance(Duration.ofDays(1));
        assertThat(aid.instance().due().run()).isEqualTo(1);

        assertThat(aid.referral(NEED).service().value()).isEqualTo("next");
        assertThat(aid.pool("slow").available()).isEqualTo(1);
        assertThat(aid.story(NEED)).endsWith("referral.offered", "referral.expired", "referral.offered");
    }

    @Test
    void answersNoneLeftWhenTheLastOfferExpires() {
        AidSide aid = new AidSide(Services.housing("slow", 1));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1));

        aid.clock.advance(Duration.ofDays(3));
        aid.instance().due().run();

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.NONE_LEFT, null));
        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.EXPIRED);
        assertThat(aid.pool("slow").available()).isEqualTo(1);
        assertThat(aid.record(NEED).wakeAt()).isNull();
    }

    @Test
    void doesNotTakeAcceptedAidAwayWhenItIsLate() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1));
        aid.accept(NEED);

        aid.clock.advance(Duration.ofDays(300));
        aid.instance().due().run();

        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.ACCEPTED);
    }

    @Test
    void cancelsWhenTheWishIsTakenBack() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1);
        aid.hear(wanting);
        aid.accept(NEED);

        aid.hear(Cases.takingBack(wanting, 1));

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.CANCELLED, null));
        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.CANCELLED);
        assertThat(aid.pool("rebuild").available()).isEqualTo(1);
    }

    @Test
    void answersAWishThatItFirstHearsOfAsCancelled() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));

        aid.hear(Cases.takingBack(Cases.open(NEED, AidKind.HOUSING), 1));

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.CANCELLED, null));
        assertThat(aid.pool("rebuild").available()).isEqualTo(1);
    }

    @Test
    void keepsDeliveredWhenTheWishIsTakenBackTooLate() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1);
        aid.hear(wanting);
        aid.deliver(NEED);
        int events = aid.sent.size();

        aid.hear(Cases.takingBack(wanting, 1));

        assertThat(aid.record(NEED).answer())
                .isEqualTo(new AidState.Answer(1, FinalAnswer.DELIVERED, new AidServiceId("rebuild")));
        assertThat(aid.sent).hasSize(events);
        assertThat(aid.pool("rebuild").confirmed()).isEqualTo(1);
    }

    @Test
    void refusesDeliveryAfterTheWishWasTakenBack() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1);
        aid.hear(wanting);
        aid.hear(Cases.takingBack(wanting, 1));

        assertThat(aid.deliver(NEED)).isEqualTo(new ActResult.NotAllowed(ReferralStatus.CANCELLED));
        assertThat(aid.pool("rebuild").confirmed()).isZero();
    }

    @Test
    void servesTheNextWishWithANewAttempt() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1);
        aid.hear(wanting);
        aid.decline(NEED);

        aid.hear(Cases.wanting(wanting, 2));

        assertThat(aid.referral(NEED).ordinal()).isEqualTo(2);
        assertThat(aid.referral(NEED).attempt()).isEqualTo(2);
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);
    }

    @Test
    void givesOneUnitToOneOfTwoTakers() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));

        aid.hear(Cases.wanting(Cases.open("need-0001", AidKind.HOUSING), 1),
                Cases.wanting(Cases.open("need-0002", AidKind.HOUSING), 1));

        assertThat(aid.queries.desk(Services.provider("rebuild"), null, null, 10)).hasSize(1);
        assertThat(aid.pool("rebuild").available()).isZero();
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);
        assertThat(java.util.stream.Stream.of("need-0001", "need-0002")
                .filter(need -> aid.record(need).answered() == 1)).hasSize(1);
    }

    @Test
    void queuesWhileEverythingIsFullAndOffersWhenCapacityComesBack() {
        AidSide aid = new AidSide(Services.queueing("rebuild", 1));
        aid.hear(Cases.wanting(Cases.open("need-0001", AidKind.HOUSING), 1));
        CaseState waiting = Cases.wanting(Cases.open("need-0002", AidKind.HOUSING), 1);
        aid.hear(waiting);
        assertThat(aid.referral("need-0002").status()).isEqualTo(ReferralStatus.WAITLISTED);
        assertThat(aid.record("need-0002").desk()).isNull();

        aid.decline("need-0001");

        assertThat(aid.referral("need-0002").status()).isEqualTo(ReferralStatus.OFFERED);
        assertThat(aid.story("need-0002")).endsWith("referral.waitlisted", "referral.offered");
        assertThat(aid.pool("rebuild").held()).isEqualTo(1);
    }

    @Test
    void stopsQueueingAfterTenWorkingDays() {
        AidSide aid = new AidSide(Services.queueing("rebuild", 0));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1));

        aid.clock.advance(Duration.ofDays(9));
        aid.instance().due().run();
        assertThat(aid.record(NEED).answer()).isNull();
        aid.clock.advance(Duration.ofDays(1));
        aid.instance().due().run();

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.NONE_LEFT, null));
        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.EXPIRED);
        assertThat(aid.record(NEED).queuedFor()).isEmpty();
    }

    @Test
    void writesNothingForRepeatsAndForWhatDoesNotConcernIt() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        CaseState open = Cases.open(NEED, AidKind.HOUSING);
        CaseState wanting = Cases.wanting(open, 1);
        aid.hear(wanting);
        var before = aid.records.find(NEED).orElseThrow();

        aid.hear(wanting);
        aid.hear(open);
        aid.hear(Cases.acknowledged(wanting));

        assertThat(aid.records.find(NEED).orElseThrow()).isEqualTo(before);
    }

    @Test
    void storesAFirstSightEvenWhenNothingIsAsked() {
        AidSide aid = new AidSide();

        aid.hear(Cases.closed(Cases.open(NEED, AidKind.HOUSING)));

        assertThat(aid.record(NEED).fit()).isEqualTo(Fit.NONE);
        assertThat(aid.sent).isEmpty();
    }

    @Test
    void waitsUntilTheGridKnowsTheUnit() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        aid.grid = List.of();
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1));
        assertThat(aid.record(NEED).answer()).isNull();
        assertThat(aid.record(NEED).referral()).isNull();

        aid.grid = Cases.pathUp();
        aid.clock.advance(Duration.ofSeconds(30));
        aid.instance().due().run();

        assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.OFFERED);
    }

    @Test
    void neverMatchesOnMissingFactsAndTriesAgain() {
        AidSide aid = new AidSide(Services.service("rebuild", 1, false, Set.of(AidKind.HOUSING), Set.of(Cases.CITY),
                List.of(new Condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, List.of("D")))));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1));
        assertThat(aid.record(NEED).fit().awaitingFacts()).isTrue();
        assertThat(aid.record(NEED).answer()).isNull();
        assertThat(aid.sent).isEmpty();

        aid.facts = (needs, asked) -> Map.of(
                new NeedId(NEED), new HouseholdFacts("D", null, null, null, null, null));
        aid.instance().due().run();
        assertThat(aid.sent).isEmpty();
        aid.clock.advance(Duration.ofSeconds(30));
        aid.instance().due().run();

        assertThat(aid.record(NEED).fit().awaitingFacts()).isFalse();
        assertThat(aid.story(NEED)).containsExactly("aid.matched", "referral.offered");
        assertThat(aid.record(NEED).wakeAt()).isEqualTo(aid.referral(NEED).answerDueAt());
    }

    @Test
    void matchesAgainWhenAFittingServiceIsPublished() {
        AidSide aid = new AidSide();
        aid.hear(Cases.open(NEED, AidKind.HOUSING));
        aid.hear(Cases.open("need-0002", AidKind.EDUCATION));
        aid.services.add(Services.housing("rebuild", 1));
        Reconsideration reconsideration = new Reconsideration(aid.queries, aid.records, aid.clock);

        reconsideration.handle(List.of(Services.event(Services.housing("rebuild", 1), "no-capacity")));
        assertThat(aid.instance().due().run()).isZero();
        reconsideration.handle(List.of(Services.event(Services.housing("rebuild", 1), "capacity")));
        assertThat(aid.instance().due().run()).isEqualTo(1);

        assertThat(aid.story(NEED)).containsExactly("aid.unmatched", "aid.matched");
        assertThat(aid.story("need-0002")).containsExactly("aid.unmatched");
        reconsideration.handle(List.of(Services.event(Services.housing("rebuild", 1), "capacity")));
        assertThat(aid.instance().due().run()).isZero();
    }

    @Test
    void asksForFactsOnceForAWholeBatchAndNotAtAllWithoutConditions() {
        AidSide aid = new AidSide(Services.housing("open-to-all", 9), Services.service("rebuild", 1, false,
                Set.of(AidKind.EDUCATION), Set.of(Cases.CITY),
                List.of(new Condition(Fact.MEMBERS, Condition.Test.AT_LEAST, List.of("2")))));
        List<Integer> questions = new ArrayList<>();
        aid.facts = (needs, asked) -> {
            questions.add(needs.size());
            return Map.of();
        };

        aid.hear(Cases.open("need-0001", AidKind.HOUSING), Cases.open("need-0002", AidKind.EDUCATION),
                Cases.open("need-0003", AidKind.EDUCATION));

        assertThat(questions).containsExactly(2);
    }

    @Test
    void cancelsAWishWhileFactsAreMissing() {
        AidSide aid = new AidSide(Services.service("rebuild", 1, false, Set.of(AidKind.HOUSING), Set.of(Cases.CITY),
                List.of(new Condition(Fact.DWELLING_GRADE, Condition.Test.ONE_OF, List.of("D")))));
        CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1);
        aid.hear(wanting);

        aid.hear(Cases.takingBack(wanting, 1));

        assertThat(aid.record(NEED).answer()).isEqualTo(new AidState.Answer(1, FinalAnswer.CANCELLED, null));
    }

    @Test
    void matchesAgainWhenTheContentChangesAndTellsOnlyChanges() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        CaseState open = Cases.open(NEED, AidKind.HOUSING);
        aid.hear(open);

        CaseState other = Cases.amended(open, AidKind.EDUCATION);
        aid.hear(other);
        assertThat(aid.story(NEED)).containsExactly("aid.matched", "aid.unmatched");
        aid.hear(Cases.amended(other, AidKind.EMPLOYMENT));
        assertThat(aid.story(NEED)).containsExactly("aid.matched", "aid.unmatched");
    }
}
