package cn.twonets.dispatch;

import static cn.twonets.dispatch.RunningDispatch.TWICE_DEPUTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.dispatch.RunningDispatch.Answer;
import cn.twonets.dispatch.casework.CountyGrid;
import cn.twonets.dispatch.casework.Needs;
import cn.twonets.events.EventFamily;
import cn.twonets.events.NeedState;
import cn.twonets.events.Urgency;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal of the running service names what is wrong; each has a twin that is allowed. */
class RefusalsTest {
    private static final String LEADER = "village-leader:" + CountyGrid.VILLAGE;
    private static final String MEMBER = "village-member:" + CountyGrid.VILLAGE;
    private static final String AREA_LEADER = "area-leader:" + CountyGrid.AREA;
    private static final String STRANGER = "village-leader:" + CountyGrid.OTHER_VILLAGE;
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static RunningDispatch dispatch;

    @BeforeAll
    static void start() {
        dispatch = RunningDispatch.start();
    }

    @AfterAll
    static void stop() {
        dispatch.close();
    }

    /** A new case, on the village leader. */
    private static String aCase() {
        NeedState need = Needs.need("refused-%04d".formatted(COUNT.incrementAndGet()), "housing", Urgency.ORDINARY);
        dispatch.publish(EventFamily.NEED, Needs.submitted(need), need);
        String path = "/api/v1/cases/" + need.need();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(dispatch.get(LEADER, path).status()).isEqualTo(200));
        return path;
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.response().headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("/problems/" + type);
        assertThat(answer.text("/title")).isNotEmpty();
        assertThat(answer.text("/traceId")).isNotEmpty();
    }

    private static void assertField(Answer answer, String pointer, String code) {
        assertThat(answer.text("/errors/0/pointer")).as(answer.response().body()).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
        assertThat(answer.text("/errors/0/message")).isNotEmpty();
    }

    @Test
    void anotherVillagesCaseDoesNotExist() {
        String path = aCase();
        Answer foreign = dispatch.get(STRANGER, path);
        Answer absent = dispatch.get(STRANGER, "/api/v1/cases/no-such-need");
        assertProblem(foreign, 404, "not-found");
        assertThat(foreign.text("/detail")).isEqualTo(absent.text("/detail"));
        for (String part : new String[]{"/timeline", "/route"}) {
            assertProblem(dispatch.get(STRANGER, path + part), 404, "not-found");
            assertThat(dispatch.get(MEMBER, path + part).status()).isEqualTo(200);
        }
        assertProblem(dispatch.post(STRANGER, path + "/acknowledgement", "{}"), 404, "not-found");
        assertThat(dispatch.get(STRANGER, "/api/v1/cases?limit=200").response().body())
                .doesNotContain(path.substring(path.lastIndexOf('/') + 1));
        assertThat(dispatch.post(LEADER, path + "/acknowledgement", "{}").status()).isEqualTo(200);
    }

    @Test
    void readsWithinScopeButActsOnlyAsTheResponsibleOrAbove() {
        String path = aCase();
        assertProblem(dispatch.post(MEMBER, path + "/acknowledgement", "{}"), 403, "not-responsible");
        assertThat(dispatch.post(AREA_LEADER, path + "/acknowledgement", "{}").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"assistance-office:411082", "supervisor:411082"})
    void letsTheCountysOfficesReadEverythingAndActOnNothing(String office) {
        String path = aCase();
        assertThat(dispatch.get(office, path).status()).isEqualTo(200);
        assertProblem(dispatch.post(office, path + "/acknowledgement", "{}"), 403, "role-missing");
    }

    @Test
    void departmentsHaveNoCases() {
        assertProblem(dispatch.get("department:housing-bureau", aCase()), 403, "role-missing");
    }

    @Test
    void withoutAGoodTokenNothingIsShown() {
        String path = aCase();
        assertProblem(dispatch.send(dispatch.request(path).GET()), 401, "token-missing");
        assertProblem(dispatch.send(dispatch.request(path)
                .header("Authorization", "Bearer " + dispatch.issuer().forgedToken(LEADER, "grid-leader"))
                .GET()), 401, "token-invalid");
    }

    @Test
    void refusesAnActThatTheStatusDoesNotAllowAndSaysWhichItDoes() {
        String path = aCase();
        assertThat(dispatch.post(LEADER, path + "/resolution", "{\"how\":\"advice\"}").status()).isEqualTo(200);
        Answer answer = dispatch.post(LEADER, path + "/acknowledgement", "{}", "Accept-Language", "en");
        assertProblem(answer, 409, "case-act-not-allowed");
        assertThat(answer.text("/detail")).contains("ACKNOWLEDGE", "AWAITING_CONFIRMATION");
        assertThat(dispatch.post(LEADER, path + "/acknowledgement", "{}").text("/title"))
                .isEqualTo("工单当前状态不允许此操作");
    }

    @Test
    void refusesASecondReturn() {
        String path = aCase();
        String body = "{\"reason\":\"elsewhere\",\"proposedOwner\":\"" + CountyGrid.OTHER_VILLAGE + "\"}";
        assertThat(dispatch.post(LEADER, path + "/return", body).text("/status")).isEqualTo("RETURNED");
        assertThat(dispatch.post(AREA_LEADER, path + "/arbitration", "{\"unit\":\"" + CountyGrid.VILLAGE + "\"}")
                .text("/status")).isEqualTo("ASSIGNED");
        assertProblem(dispatch.post(LEADER, path + "/return", body), 409, "case-returned-before");
    }

    @Test
    void whoeverReturnedACaseDoesNotSettleWhereItGoes() {
        String path = aCase();
        String back = "{\"reason\":\"elsewhere\",\"proposedOwner\":\"" + CountyGrid.OTHER_VILLAGE + "\"}";
        String settled = "{\"unit\":\"" + CountyGrid.OTHER_VILLAGE + "\"}";
        // Who leads the city too could overrule the town leader, who is to decide: but not what they asked for themselves.
        assertThat(dispatch.post(TWICE_DEPUTY, path + "/return", back).text("/status")).isEqualTo("RETURNED");
        assertProblem(dispatch.post(TWICE_DEPUTY, path + "/arbitration", settled), 403, "own-return");
        assertThat(dispatch.post("town-leader:" + CountyGrid.TOWN, path + "/arbitration", settled).text("/status"))
                .isEqualTo("ASSIGNED");
    }

    @Test
    void anOfficeThatWasNeverAppointedOverseesNothing() {
        String path = aCase();
        assertProblem(dispatch.get("supervisor:elsewhere", path), 404, "not-found");
        assertThat(dispatch.get("supervisor:elsewhere", "/api/v1/cases").json().at("/items")).isEmpty();
    }

    @Test
    void refusesUnitsThatDoNotExistOrCannotDecide() {
        String path = aCase();
        Answer unknown = dispatch.post(LEADER, path + "/return", "{\"reason\":\"x\",\"proposedOwner\":\"999\"}");
        assertProblem(unknown, 422, "invalid-content");
        assertField(unknown, "/proposedOwner", "unknown-unit");
        Answer top = dispatch.post(LEADER, path + "/return", "{\"reason\":\"x\",\"proposedOwner\":\"411082\"}");
        assertProblem(top, 409, "nobody-above-both");
        assertThat(dispatch.post(LEADER, path + "/return", "{\"reason\":\"x\",\"proposedOwner\":\"%s\"}"
                .formatted(CountyGrid.OTHER_VILLAGE)).status()).isEqualTo(200);
        Answer outside = dispatch.post(AREA_LEADER, path + "/arbitration",
                "{\"unit\":\"" + CountyGrid.FAR_VILLAGE + "\"}");
        assertProblem(outside, 422, "invalid-content");
        assertField(outside, "/unit", "unknown-unit");
    }

    @Test
    void refusesToPushUpWhatIsAtTheTop() {
        String path = aCase();
        String body = "{\"reason\":\"beyond-me\"}";
        String city = "city-leader:" + CountyGrid.CITY;
        for (int level = 0; level < 3; level++) {
            assertThat(dispatch.post(city, path + "/escalation", body).status()).isEqualTo(200);
        }
        assertProblem(dispatch.post(city, path + "/escalation", body), 409, "case-at-the-top");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            resolution | {}                                              | 400 | invalid-body    | /how       | missing
            resolution | {"how":7}                                       | 400 | invalid-body    | /how       |
            resolution | {"how":"free text is not taken"}                | 400 | invalid-body    | /how       |
            resolution | {"how":"13800005678"}                           | 400 | invalid-body    | /how       |
            escalation | {"reason":"id:410823194910010026"}              | 400 | invalid-body    | /reason    |
            resolution | {"how":"advice","note":"x"}                     | 400 | invalid-body    | /note      | unknown-field
            escalation | {"reason":null}                                 | 400 | invalid-body    | /reason    |
            plan       | {"reason":"spring","reviewAt":"soon"}           | 400 | invalid-body    | /reviewAt  |
            plan       | {"reason":"spring","reviewAt":"2020-01-01T00:00:00Z"} | 422 | invalid-content | /reviewAt  | not-ahead
            plan       | {"reason":"spring","reviewAt":"2090-01-01T00:00:00Z"} | 422 | invalid-content | /reviewAt  | too-far-ahead
            referrals  | {"services":["a","a"]}                          | 422 | invalid-content | /services  | named-twice
            referrals  | {"services":["not a code"]}                     | 400 | invalid-body    | /services/0 |
            return     | {"reason":"x","proposedOwner":""}               | 400 | invalid-body    | /proposedOwner |
            """)
    void namesTheFieldThatIsWrong(String act, String body, int status, String type, String pointer, String code) {
        Answer answer = dispatch.post(LEADER, aCase() + "/" + act, body);
        assertProblem(answer, status, type);
        assertThat(answer.text("/errors/0/pointer")).as(answer.response().body()).isEqualTo(pointer);
        if (code != null) {
            assertField(answer, pointer, code);
        }
    }

    @Test
    void saysWhereJsonIsBroken() {
        Answer answer = dispatch.post(LEADER, aCase() + "/resolution", "{\"how\": \"advi", "Accept-Language", "en");
        assertProblem(answer, 400, "broken-json");
        assertThat(answer.text("/detail")).contains("line 1");
    }

    @Test
    void refusesTwoMebibytes() {
        Answer answer = dispatch.post(LEADER, aCase() + "/resolution", "{\"how\":\"" + "x".repeat(2 << 20) + "\"}");
        assertProblem(answer, 413, "body-too-large");
    }

    @Test
    void repeatsAnActUnderTheSameKeyAndRefusesAnotherBody() {
        String path = aCase();
        String body = "{\"services\":[\"housing-rebuild\"]}";
        Answer first = dispatch.post(LEADER, path + "/referrals", body, "Idempotency-Key", "key-" + path);
        Answer again = dispatch.post(LEADER, path + "/referrals", body, "Idempotency-Key", "key-" + path);
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(first.json());
        assertProblem(dispatch.post(LEADER, path + "/referrals", "{\"services\":[\"housing-loan\"]}", "Idempotency-Key",
                "key-" + path), 422, "idempotency-key-reused");
    }

    @Test
    void refusesAnActOnAnOlderSightOfTheCase() {
        String path = aCase();
        String seen = dispatch.get(LEADER, path).response().headers().firstValue("ETag").orElseThrow();
        Answer done = dispatch.post(LEADER, path + "/acknowledgement", "{}", "If-Match", seen, "Idempotency-Key",
                "first-" + path);
        assertThat(done.status()).isEqualTo(200);
        Answer stale = dispatch.post(LEADER, path + "/resolution", "{\"how\":\"advice\"}", "If-Match", seen);
        assertProblem(stale, 412, "version-stale");
        Answer repeated = dispatch.post(LEADER, path + "/acknowledgement", "{}", "If-Match", seen, "Idempotency-Key",
                "first-" + path);
        assertThat(repeated.status()).as("a repeated act is answered, whatever it has changed itself").isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"inbox=theirs", "due=never", "status=LOST", "unit=a%20b", "limit=0", "limit=201",
            "cursor=nonsense", "escalated=perhaps"})
    void namesTheParameterThatIsWrong(String query) {
        Answer answer = dispatch.get(LEADER, "/api/v1/cases?" + query);
        assertProblem(answer, 400, "invalid-request");
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("query:" + query.substring(0, query.indexOf('=')));
    }

    @Test
    void listsInboxesPageByPage() {
        for (int i = 0; i < 3; i++) {
            aCase();
        }
        Answer first = dispatch.get(LEADER, "/api/v1/cases?inbox=mine&limit=2");
        assertThat(first.json().at("/items")).hasSize(2);
        Answer second = dispatch.get(LEADER, "/api/v1/cases?inbox=mine&limit=2&cursor=" + first.text("/nextCursor"));
        assertThat(second.json().at("/items")).isNotEmpty();
        assertThat(second.text("/items/0/id")).isNotEqualTo(first.text("/items/1/id"));
        assertThat(dispatch.get(MEMBER, "/api/v1/cases?inbox=mine").json().at("/items")).isEmpty();
        assertThat(dispatch.get(MEMBER, "/api/v1/cases").json().at("/items")).isNotEmpty();
    }

    @Test
    void answersABulkItemByItem() {
        String one = aCase().substring("/api/v1/cases/".length());
        String two = aCase().substring("/api/v1/cases/".length());
        String body = """
                {"items":[{"id":"%s"},{"id":"%s"},{"id":"%s"},{"id":"no-such-need"},{"need":"x"},{"id":"!"}]}"""
                .formatted(one, two, one);
        Answer answer = dispatch.post(LEADER, "/api/v1/case-acknowledgements", body, "Idempotency-Key", "bulk-" + one);
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.json().at("/items").findValuesAsString("result"))
                .containsExactly("DONE", "DONE", "REJECTED", "REJECTED", "REJECTED", "REJECTED");
        assertThat(answer.text("/items/2/problem/errors/0/code")).isEqualTo("named-twice");
        assertThat(answer.text("/items/3/problem/type")).isEqualTo("/problems/not-found");
        assertThat(answer.text("/items/4/problem/type")).isEqualTo("/problems/invalid-body");

        Answer again = dispatch.post(LEADER, "/api/v1/case-acknowledgements", body, "Idempotency-Key", "bulk-" + one);
        assertThat(again.json().at("/items").findValuesAsString("result")).startsWith("DUPLICATE", "DUPLICATE");

        assertThat(dispatch.post(LEADER, "/api/v1/case-referrals",
                "{\"items\":[{\"id\":\"%s\",\"services\":[\"housing-loan\"]}]}".formatted(one))
                .text("/items/0/value/status")).isEqualTo("REFERRED");
        assertThat(dispatch.post(LEADER, "/api/v1/case-resolutions",
                "{\"items\":[{\"id\":\"%s\",\"how\":\"advice\"}]}".formatted(two))
                .text("/items/0/value/status")).isEqualTo("AWAITING_CONFIRMATION");
        Answer none = dispatch.post(LEADER, "/api/v1/case-acknowledgements", "{\"items\":[]}");
        assertProblem(none, 422, "invalid-content");
        assertField(none, "/items", "wrong-number-of-items");
    }

    @Test
    void previewsARouteWithinScopeOnly() {
        String question = "{\"unit\":\"%s\",\"category\":\"%s\"}";
        Answer route = dispatch.post(MEMBER, "/api/v1/route-previews", question.formatted(CountyGrid.GROUP, "housing"));
        assertThat(route.text("/found/post")).isEqualTo(LEADER);
        assertThat(route.json().at("/tried")).isNotEmpty();
        Answer foreign = dispatch.post(MEMBER, "/api/v1/route-previews",
                question.formatted(CountyGrid.OTHER_GROUP, "housing"));
        Answer absent = dispatch.post(MEMBER, "/api/v1/route-previews", question.formatted("no-such-unit", "housing"));
        assertProblem(foreign, 422, "invalid-content");
        assertField(foreign, "/unit", "unknown-unit");
        assertThat(foreign.json().at("/errors")).isEqualTo(absent.json().at("/errors"));
        Answer category = dispatch.post(MEMBER, "/api/v1/route-previews",
                question.formatted(CountyGrid.GROUP, "moon-landing"));
        assertField(category, "/category", "unknown-category");
    }

    @Test
    void countsActsAndWhatWasFollowed() {
        String path = aCase();
        dispatch.post(MEMBER, path + "/acknowledgement", "{}");
        String metrics = dispatch.send(dispatch.request("/actuator/prometheus").GET()).response().body();
        assertThat(metrics).contains("twonets_dispatch_followed_total{outcome=\"assigned\",source=\"village\"}")
                .contains("twonets_dispatch_acts_total{result=\"not-responsible\",verb=\"acknowledge\"}");
        assertThat(metrics).doesNotContain(path.substring(path.lastIndexOf('/') + 1));
    }

    @Test
    void isReadyOnceEverythingIs() {
        HttpRequest.Builder readiness = dispatch.request("/actuator/health/readiness").GET();
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(dispatch.send(readiness).status()).isEqualTo(200));
    }
}
