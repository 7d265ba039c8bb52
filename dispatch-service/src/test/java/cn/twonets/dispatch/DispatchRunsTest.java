package cn.twonets.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.dispatch.casework.CountyGrid;
import cn.twonets.dispatch.casework.Needs;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.events.Urgency;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One need through the running service: what comes in by topic, what people do over HTTP, what goes out by topic. */
class DispatchRunsTest {
    private static final String LEADER = "village-leader:" + CountyGrid.VILLAGE;
    private static final PostId DEPARTMENT = new PostId("department:housing-bureau");
    private static RunningDispatch dispatch;

    @BeforeAll
    static void start() {
        dispatch = RunningDispatch.start();
    }

    @AfterAll
    static void stop() {
        dispatch.close();
    }

    @Test
    void carriesANeedFromSubmittedToClosed() {
        NeedState need = Needs.need("running-0001", "housing", Urgency.ORDINARY);
        String path = "/api/v1/cases/" + need.need();
        dispatch.publish(EventFamily.NEED, Needs.submitted(need), need);
        awaitStatus(path, "ASSIGNED");

        assertThat(dispatch.post(LEADER, path + "/acknowledgement", "{}").text("/status")).isEqualTo("ACKNOWLEDGED");
        RunningDispatch.Answer referred = dispatch.post(LEADER, path + "/referrals",
                "{\"services\":[\"housing-rebuild\"]}");
        assertThat(referred.status()).isEqualTo(200);
        assertThat(referred.text("/status")).isEqualTo("REFERRED");

        AidServiceId service = new AidServiceId("housing-rebuild");
        AidState.Referral referral = new AidState.Referral(1, 1, service, new ProviderId("housing-bureau"),
                ReferralStatus.DELIVERED, null, null);
        dispatch.publish(EventFamily.AID, new AidEvent.Delivered(referral, DEPARTMENT, "site-report:7"),
                new AidState(new EventOrder(0, 4), need.need(), new GridCode(CountyGrid.GROUP), List.of(), List.of(),
                        false, 1, referral, 4, new AidState.Answer(1, FinalAnswer.DELIVERED, service), 4));
        awaitStatus(path, "AWAITING_CONFIRMATION");

        NeedState confirmed = Needs.answered(need, 1, Outcome.SOLVED);
        dispatch.publish(EventFamily.NEED, new NeedEvent.OutcomeConfirmed(need.reportedBy(), 1), confirmed);
        awaitStatus(path, "CLOSED");

        assertThat(dispatch.get(LEADER, path + "/timeline").json().at("/items").findValuesAsString("type"))
                .containsExactly("cn.twonets.case.assigned.v1", "cn.twonets.case.acknowledged.v1",
                        "cn.twonets.case.referral-wanted.v1", "cn.twonets.case.resolved.v1",
                        "cn.twonets.case.closed.v1");
        assertThat(dispatch.get(LEADER, path + "/route").text("/routes/0/found/post")).isEqualTo(LEADER);
        await().untilAsserted(() -> assertThat(dispatch.onTopic(EventFamily.CASE))
                .filteredOn(event -> event.state().need().equals(need.need()))
                .extracting(event -> event.state().order().sequence())
                .containsExactly(1L, 2L, 3L, 4L, 5L));
    }

    @Test
    void escalatesOneLevelWhenAMonthPassesAtOnce() {
        NeedState need = Needs.need("running-0002", "housing", Urgency.ORDINARY);
        String path = "/api/v1/cases/" + need.need();
        dispatch.publish(EventFamily.NEED, Needs.submitted(need), need);
        awaitStatus(path, "ASSIGNED");
        dispatch.advance(Duration.ofDays(31));
        await().untilAsserted(() -> assertThat(dispatch.get(LEADER, path).text("/responsible/unit"))
                .isEqualTo(CountyGrid.AREA));
        dispatch.advance(Duration.ofDays(31));
        await().untilAsserted(() -> assertThat(dispatch.get(LEADER, path).text("/responsible/unit"))
                .isEqualTo(CountyGrid.TOWN));
        assertThat(dispatch.get(LEADER, path).json().at("/escalations").asInt()).isEqualTo(2);
    }

    private static void awaitStatus(String path, String status) {
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(dispatch.get(LEADER, path).text("/status")).isEqualTo(status));
    }
}
