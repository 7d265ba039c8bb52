package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.CaseStatus;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** One timeline from three services. */
@ExtendWith(OutputCaptureExtension.class)
class TimelineTest {
    private static final String DISPATCH = """
            {"items": [{"sequence": 1, "type": "cn.twonets.case.assigned.v1", "at": "2020-01-01T00:00:00Z",
                        "happened": {"dueAt": "2020-01-02T00:00:00Z"}, "new": 1},
                       {"sequence": 2, "type": "cn.twonets.case.closed.v1", "at": "2999-01-01T00:00:00Z"}]}""";
    private static final String RESOURCE = """
            {"items": [{"sequence": 1, "type": "cn.twonets.aid.matched.v1", "at": "2020-01-01T00:00:00Z",
                        "happened": {}}]}""";
    private final RunningIntake intake = RunningIntake.shared();
    private final Client member = intake.member();
    private final String need = Bodies.submitted(member);

    @AfterEach
    void mend() {
        intake.dispatch.broken(false);
        intake.resource.broken(false);
    }

    @Test
    void mergesAllThreeByTimeThenServiceThenSequence() {
        intake.dispatch.answers("/api/v1/cases/" + need + "/timeline", DISPATCH);
        intake.resource.answers("/api/v1/referrals/" + need + "/timeline", RESOURCE);
        Client.Answer timeline = read();
        assertThat(timeline.json().path("items").findValuesAsString("source"))
                .containsExactly("dispatch", "resource", "intake", "dispatch");
        assertThat(timeline.text("/items/0/happened/dueAt")).isEqualTo("2020-01-02T00:00:00Z");
        assertThat(timeline.text("/items/2/type")).isEqualTo("cn.twonets.need.submitted.v1");
        assertThat(timeline.json().path("incomplete")).isEmpty();
    }

    @Test
    void asksTheOthersAsTheCaller() {
        intake.dispatch.tokens().clear();
        String token = intake.issuer.token(Village.LEADER, "grid-leader");
        intake.withToken(token).get("/api/v1/needs/" + need + "/timeline");
        assertThat(intake.dispatch.tokens()).contains("Bearer " + token);
    }

    @Test
    void asksTheOthersAsPartOfTheCallersTrace() {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String parent = "00-" + trace + "-00f067aa0ba902b7-01";
        member.send("GET", "/api/v1/needs/" + need + "/timeline", null, "traceparent", parent);
        assertThat(intake.resource.traces().getLast()).startsWith("00-" + trace);

        String elsewhere = Bodies.with(Bodies.HOUSEHOLD, "411082110213-G05", "411082110213-G99");
        assertThat(member.send("POST", "/api/v1/households", elsewhere, "Idempotency-Key", "unit-not-known",
                "traceparent", parent).status()).isEqualTo(422);
        String asked = intake.dispatch.traces().getLast();
        assertThat(asked).startsWith("00-" + trace);
        await().untilAsserted(() -> assertThat(intake.traces.spans())
                .filteredOn(span -> asked.contains(span.id()))
                .singleElement()
                .satisfies(span -> assertThat(span.name()).isEqualTo("GET /api/v1/grid-units/{code}")));
    }

    @Test
    void saysWhichPartCouldNotBeHad() {
        intake.dispatch.broken(true);
        intake.resource.broken(true);
        Client.Answer timeline = read();
        assertThat(timeline.json().path("incomplete").toString()).isEqualTo("[\"dispatch\",\"resource\"]");
        assertThat(timeline.json().path("items").findValuesAsString("source")).containsExactly("intake");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "{", "{\"items\":null}", "{\"items\":[null]}", "{\"items\":[{}]}",
            "{\"items\":[{\"sequence\":1,\"type\":\"x\"}]}",
            "{\"items\":[{\"sequence\":1,\"at\":\"2020-01-01T00:00:00Z\"}]}"})
    void leavesOutWhatIsNoTimeline(String answer) {
        intake.resource.answers("/api/v1/referrals/" + need + "/timeline", answer);
        Client.Answer timeline = read();
        assertThat(timeline.json().path("incomplete").toString()).isEqualTo("[\"resource\"]");
        assertThat(timeline.json().path("items").findValuesAsString("source")).containsExactly("intake");
    }

    @Test
    void saysSoInTheTraceOfTheCall(CapturedOutput output) {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        intake.dispatch.broken(true);
        member.send("GET", "/api/v1/needs/" + need + "/timeline", null, "traceparent",
                "00-" + trace + "-00f067aa0ba902b7-01");
        assertThat(output.getAll().lines().filter(line -> line.contains(need + " lacks the part of dispatch")))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(line).contains("[" + trace + "]"));
    }

    @Test
    void isWholeBeforeDispatchHasHeardAndIncompleteIfDispatchForgets() {
        assertThat(read().json().path("incomplete")).isEmpty();
        new Cases(intake.wire(), need, "household-1", Village.GROUP).publish(1, CaseStatus.ASSIGNED, 1, Village.LEADER,
                null);
        await().until(() -> member.get("/api/v1/needs/" + need).text("/status").equals("ASSIGNED"));
        assertThat(read().json().path("incomplete").toString()).isEqualTo("[\"dispatch\"]");
    }

    private Client.Answer read() {
        Client.Answer answer = member.get("/api/v1/needs/" + need + "/timeline");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        return answer;
    }
}
