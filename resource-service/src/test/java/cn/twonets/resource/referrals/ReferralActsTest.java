package cn.twonets.resource.referrals;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Cause;
import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every status × verb of a referral. */
class ReferralActsTest {
    private static final String NEED = "need-0001";

    /** Brings a referral of the service {@code rebuild} into a status. */
    private static AidSide in(ReferralStatus status) {
        AidSide aid = new AidSide(Services.queueing("rebuild", status == ReferralStatus.WAITLISTED ? 0 : 1));
        CaseState wanting = Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1);
        aid.hear(wanting);
        switch (status) {
            case OFFERED, WAITLISTED -> {
            }
            case ACCEPTED -> aid.accept(NEED);
            case DECLINED -> aid.decline(NEED);
            case DELIVERED -> aid.deliver(NEED);
            case EXPIRED -> {
                aid.clock.advance(Duration.ofDays(3));
                aid.instance().due().run();
            }
            case CANCELLED -> aid.hear(Cases.takingBack(wanting, 1));
        }
        assertThat(aid.referral(NEED).status()).isEqualTo(status);
        return aid;
    }

    private static ReferralAct act(String verb) {
        return switch (verb) {
            case "accept" -> new ReferralAct.Accept(AidSide.clerk());
            case "decline" -> new ReferralAct.Decline(AidSide.clerk(), "review-failed");
            case "deliver" -> new ReferralAct.Deliver(AidSide.clerk(), "file:1");
            default -> throw new IllegalArgumentException(verb);
        };
    }

    @ParameterizedTest(name = "{0} when {1}: {2}")
    @CsvSource({
            "accept, OFFERED, ACCEPTED", "decline, OFFERED, DECLINED", "deliver, OFFERED, DELIVERED",
            "accept, ACCEPTED, refused", "decline, ACCEPTED, DECLINED", "deliver, ACCEPTED, DELIVERED",
            "accept, WAITLISTED, unknown", "decline, WAITLISTED, unknown", "deliver, WAITLISTED, unknown",
            "accept, DECLINED, refused", "decline, DECLINED, refused", "deliver, DECLINED, refused",
            "accept, DELIVERED, refused", "decline, DELIVERED, refused", "deliver, DELIVERED, refused",
            "accept, EXPIRED, refused", "decline, EXPIRED, refused", "deliver, EXPIRED, refused",
            "accept, CANCELLED, refused", "decline, CANCELLED, refused", "deliver, CANCELLED, refused"})
    void followsTheTable(String verb, ReferralStatus status, String outcome) {
        AidSide aid = in(status);
        AidRecord before = aid.record(NEED);

        ActResult result = aid.act(NEED, act(verb));

        switch (outcome) {
            case "refused" -> assertThat(result).isEqualTo(new ActResult.NotAllowed(status));
            case "unknown" -> assertThat(result).isEqualTo(new ActResult.Unknown());
            default -> assertThat(aid.referral(NEED).status()).isEqualTo(ReferralStatus.valueOf(outcome));
        }
        if (Stream.of("refused", "unknown").anyMatch(outcome::equals)) {
            assertThat(aid.record(NEED)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @EnumSource(ReferralStatus.class)
    void keepsTheOrderOfUnitsInEveryStatus(ReferralStatus status) {
        AidSide aid = in(status);

        boolean held = status == ReferralStatus.OFFERED || status == ReferralStatus.ACCEPTED;
        assertThat(aid.pool("rebuild").held()).isEqualTo(held ? 1 : 0);
        assertThat(aid.pool("rebuild").confirmed()).isEqualTo(status == ReferralStatus.DELIVERED ? 1 : 0);
    }

    @Test
    void refusesALateClickOnAnOldOffer() {
        AidSide aid = new AidSide(Services.housing("first", 1), Services.housing("second", 1));
        aid.hear(Cases.wanting(Cases.open(NEED, AidKind.HOUSING), 1, "first", "second"));
        aid.decline(NEED);

        ActResult late = aid.instance().desk().act(new NeedId(NEED), 1, Services.provider("first"), act("accept"),
                new Cause("test", null), null, null);

        assertThat(late).isEqualTo(new ActResult.NotCurrent());
    }

    @Test
    void doesNotExistForAProviderThatWasNotAsked() {
        AidSide aid = in(ReferralStatus.OFFERED);

        ActResult result = aid.instance().desk().act(new NeedId(NEED), 1, new ProviderId("someone-else"),
                act("accept"), new Cause("test", null), null, null);

        assertThat(result).isEqualTo(new ActResult.Unknown());
    }

    @Test
    void repeatsAnActUnderItsKeyAndRefusesTheKeyForAnother() {
        AidSide aid = in(ReferralStatus.OFFERED);
        var desk = aid.instance().desk();
        var provider = Services.provider("rebuild");
        var cause = new Cause("test", null);
        var key = new cn.twonets.delivery.Act("key", "hash-of-accept");

        assertThat(desk.act(new NeedId(NEED), 1, provider, act("accept"), cause, key, null))
                .isInstanceOf(ActResult.Done.class);
        AidRecord after = aid.record(NEED);
        assertThat(desk.act(new NeedId(NEED), 1, provider, act("accept"), cause, key, null))
                .isEqualTo(new ActResult.Done(after));
        assertThat(desk.act(new NeedId(NEED), 1, provider, act("deliver"), cause,
                new cn.twonets.delivery.Act("key", "hash-of-deliver"), null)).isEqualTo(new ActResult.KeyReused());
        assertThat(aid.record(NEED)).isEqualTo(after);
    }

    @Test
    void refusesAnActOnAnOlderState() {
        AidSide aid = in(ReferralStatus.OFFERED);

        ActResult result = aid.instance().desk().act(new NeedId(NEED), 1, Services.provider("rebuild"),
                act("accept"), new Cause("test", null), null, 1L);

        assertThat(result).isEqualTo(new ActResult.Stale(2));
    }
}
