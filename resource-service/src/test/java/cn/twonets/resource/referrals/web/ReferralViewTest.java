package cn.twonets.resource.referrals.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState.Answer;
import cn.twonets.events.AidState.Referral;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.referrals.AidRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A provider sees of a need what concerns it, and nothing that another provider gave. */
class ReferralViewTest {
    private static final ProviderId FIRST = new ProviderId("housing-bureau");
    private static final ProviderId SECOND = new ProviderId("education-bureau");

    private static Referral referral(int number, ProviderId provider, ReferralStatus status) {
        return new Referral(number, number, new AidServiceId("service-" + number), provider, status, null, null);
    }

    /** The first provider delivered, the household disputed it, and the second one is asked. */
    private static AidRecord askedAgain() {
        AidRecord none = AidRecord.unheard(new NeedId("view-need-0001"));
        return new AidRecord(none.order(), none.need(), none.wanted(), none.fit(), none.placement(),
                referral(2, SECOND, ReferralStatus.OFFERED), 2,
                new Answer(1, FinalAnswer.DELIVERED, new AidServiceId("service-1")), 1, none.holds(),
                List.of(referral(1, FIRST, ReferralStatus.DELIVERED)), Set.of(FIRST, SECOND), SECOND, List.of(), null);
    }

    @Test
    void hidesWhatAnotherProviderAnswered() {
        ReferralView second = ReferralView.of(askedAgain(), Optional.of(SECOND)).orElseThrow();
        assertThat(second.service()).isEqualTo(new AidServiceId("service-2"));
        assertThat(second.answer()).isNull();
        assertThat(second.earlier()).isEmpty();
    }

    @Test
    void showsAProviderItsOwnAnswerAndTheGridEverything() {
        assertThat(ReferralView.of(askedAgain(), Optional.of(FIRST)).orElseThrow().answer()).isNotNull();
        ReferralView whole = ReferralView.of(askedAgain(), Optional.empty()).orElseThrow();
        assertThat(whole.answer()).isNotNull();
        assertThat(whole.earlier()).hasSize(1);
    }
}
