package cn.twonets.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.api.testing.StoreCalls;
import cn.twonets.dispatch.RunningDispatch.Answer;
import cn.twonets.dispatch.casework.CountyGrid;
import cn.twonets.dispatch.casework.Needs;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedState;
import cn.twonets.events.Urgency;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What lies outside a caller's scope costs the service the same commands to its store as what does not exist, so that the
 * time of an answer tells nothing either.
 */
class DeniedLooksAbsentTest {
    private static final String LEADER = "village-leader:" + CountyGrid.VILLAGE;
    private static final String STRANGER = "village-leader:" + CountyGrid.OTHER_VILLAGE;
    private static final String CASE = "hidden-need-0001";
    private static final String ABSENT = "hidden-need-9999";
    private static RunningDispatch dispatch;
    private static StoreCalls calls;

    /** What was told, without what differs from call to call, and the commands that it took. */
    private record Seen(int status, String told, List<String> commands) {}

    @BeforeAll
    static void aCaseOfAnotherVillage() {
        dispatch = RunningDispatch.start();
        calls = dispatch.bean(StoreCalls.class);
        NeedState need = Needs.need(CASE, "housing", Urgency.ORDINARY);
        dispatch.publish(EventFamily.NEED, Needs.submitted(need), need);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> dispatch.get(LEADER, "/api/v1/cases/" + CASE).status() == 200);
    }

    @AfterAll
    static void stop() {
        dispatch.close();
    }

    private static Seen send(String post, String method, String path, String body) {
        List<Answer> answers = new ArrayList<>();
        List<String> commands = calls.of(mark -> {
            HttpRequest.Builder request = dispatch.request("/api/v1" + path)
                    .header("Authorization", "Bearer " + dispatch.token(post))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", mark)
                    .header(StoreCalls.HEADER, mark)
                    .method(method, body == null
                            ? HttpRequest.BodyPublishers.noBody()
                            : HttpRequest.BodyPublishers.ofString(body));
            answers.add(dispatch.send(request));
        });
        Answer answer = answers.getFirst();
        String told = answer.response().body().replaceAll("\"traceId\":\"[^\"]*\"", "").replaceAll(
                CASE + "|" + ABSENT + "|" + CountyGrid.FAR_VILLAGE + "|411082999999", "id");
        return new Seen(answer.status(), told, commands);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "GET  | /cases/CASE                 | -                                   | 404",
            "GET  | /cases/CASE/route           | -                                   | 404",
            "GET  | /cases/CASE/timeline        | -                                   | 404",
            "POST | /cases/CASE/acknowledgement | {}                                  | 404",
            "POST | /cases/CASE/referrals       | {\"services\":[\"housing-rebuild\"]} | 404",
            "POST | /cases/CASE/resolution      | {\"how\":\"advice\"}                | 404",
            "POST | /cases/CASE/escalation      | {\"reason\":\"beyond-me\"}          | 404",
            "POST | /cases/CASE/return          | {\"reason\":\"elsewhere\",\"proposedOwner\":\"411082100202\"} | 404",
            "POST | /case-acknowledgements      | {\"items\":[{\"id\":\"CASE\"}]}     | 200"})
    void takesTheSameCommands(String method, String path, String body, int status) {
        Seen absent = send(STRANGER, method, path.replace("CASE", ABSENT),
                body == null ? null : body.replace("CASE", ABSENT));
        Seen denied = send(STRANGER, method, path.replace("CASE", CASE),
                body == null ? null : body.replace("CASE", CASE));

        assertThat(denied.status()).as(denied.told()).isEqualTo(status);
        assertThat(denied).isEqualTo(absent);
        assertThat(denied.commands()).isNotEmpty();
        if (method.equals("GET")) {
            assertThat(send(LEADER, method, path.replace("CASE", CASE), body).commands())
                    .as("whoever may see it").isNotEqualTo(absent.commands());
        }
    }

    /** The grid is in memory; what is not known there is looked up in the store, wherever it lies. */
    @ParameterizedTest
    @CsvSource({"/grid-units/UNIT", "/grid-units/UNIT/children", "/grid-units/UNIT/responsible"})
    void takesTheSameCommandsForAUnit(String path) {
        Seen absent = send(STRANGER, "GET", path.replace("UNIT", "411082999999"), null);
        Seen denied = send(STRANGER, "GET", path.replace("UNIT", CountyGrid.FAR_VILLAGE), null);
        assertThat(denied.status()).isEqualTo(404);
        assertThat(denied).isEqualTo(absent);
    }
}
