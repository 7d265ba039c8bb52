package cn.twonets.resource.referrals.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.testing.AidSide;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.Services;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The aid side's story, also of what was kept by a release before. */
class TimelineTest {
    private static final String NEED = "need-0001";

    private static AidRecord next(AidRecord one) {
        return new AidRecord(one.order().next(), one.need(), one.wanted(), one.fit(), one.placement(), one.referral(),
                one.referralSequence(), one.answer(), one.answerSequence(), one.holds(), one.earlier(), one.providers(),
                one.desk(), one.queuedFor(), one.wakeAt());
    }

    @Test
    void namesNoFactThoughAnOlderEntryDoes() {
        AidSide aid = new AidSide(Services.housing("rebuild", 1));
        aid.hear(Cases.open(NEED, AidKind.HOUSING));
        AidServiceId service = new AidServiceId("rebuild");
        List<AidEvent> before = List.of(
                new AidEvent.Matched(List.of(new AidState.Candidate(service, new ProviderId("bureau"),
                        List.of("kind:housing", "fact:dwelling-grade", "fact:members")))),
                new AidEvent.Unmatched(List.of(new AidState.NearMiss(service,
                        List.of("area", "unknown:insured", "fact:special-groups")))));
        before.forEach(event -> aid.records.change(NEED, Change.of(new Cause("test", null),
                current -> Decision.changed(List.of(new Decision.Step<>(event, next(current))), true)), Publish.SOON));

        List<JsonNode> told = new Timeline(aid.records, new JsonMapper()).of(new NeedId(NEED), Optional.empty())
                .items().stream().map(Timeline.Entry::happened).toList();

        assertThat(told).hasSize(3);
        assertThat(told.get(1).at("/candidates/0/reasons").toString())
                .isEqualTo("[\"kind:housing\",\"declared-facts\"]");
        assertThat(told.get(2).at("/missing/0/lacking").toString())
                .isEqualTo("[\"area\",\"facts-unknown\",\"declared-facts\"]");
    }
}
