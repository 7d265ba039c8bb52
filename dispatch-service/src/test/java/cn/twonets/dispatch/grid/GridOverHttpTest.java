package cn.twonets.dispatch.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.dispatch.RunningDispatch;
import cn.twonets.dispatch.RunningDispatch.Answer;
import cn.twonets.events.GridCode;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.kafka.GridTopicReader;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The grid office as it is used: from no grid to Changge's, over HTTP, through a real broker and store. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GridOverHttpTest {
    private static final String OFFICE = "assistance-office:411082";
    private static final String VILLAGE = "411082110213";
    private static final String LEADER = "village-leader:" + VILLAGE;
    private static final String IMPORTS = "/api/v1/grid-imports";
    private static final StarterGrid.Files FILES = StarterGrid.files();

    private static RunningDispatch dispatch;

    @BeforeAll
    static void start() {
        dispatch = RunningDispatch.withoutGrid("--twonets.grid.first-office=" + OFFICE);
        await().until(() -> dispatch.bean(GridDirectory.class).isCaughtUp());
    }

    @AfterAll
    static void stop() {
        dispatch.close();
    }

    @Test
    @Order(1)
    void isNotReadyWithoutAGrid() {
        Answer readiness = dispatch.send(dispatch.request("/actuator/health/readiness").GET());

        assertThat(readiness.status()).isEqualTo(503);
        assertThat(dispatch.get(OFFICE, "/api/v1/grid-units/411082").status()).isEqualTo(503);
    }

    @Test
    @Order(2)
    void saysWhatAnImportWouldDoAndDoesNothing() {
        Answer preview = form(OFFICE, "?mode=preview", FILES.units(), FILES.appointments());

        assertThat(preview.status()).isEqualTo(200);
        assertThat(preview.text("/result")).isEqualTo("PREVIEWED");
        assertThat(preview.text("/counts/unitsAdded")).isEqualTo("3011");
        assertThat(preview.json().at("/problems").size()).isZero();
        assertThat(dispatch.get(OFFICE, "/api/v1/grid-units/411082").status()).isEqualTo(503);
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(strings = {"assistance-office:411083", "assistance-office:nowhere"})
    void takesTheFirstGridFromNobodyButTheOfficeThatIsConfigured(String other) {
        assertThat(form(other, "?mode=preview", FILES.units(), FILES.appointments()).status()).isEqualTo(403);
        assertThat(form(other, "?mode=apply", FILES.units(), FILES.appointments()).text("/type"))
                .isEqualTo("/problems/forbidden");
        assertThat(dispatch.get(other, IMPORTS + "/1").status()).isEqualTo(403);
        assertThat(dispatch.get(OFFICE, IMPORTS + "/1").status()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void namesEveryBadLineAndImportsNothing() {
        String bad = FILES.units() + "X1,村,VILLAGE,411082110\nX2,,VILLAGE,nowhere\n";

        Answer refused = form(OFFICE, "?mode=apply", bad, FILES.appointments());
        Answer preview = form(OFFICE, "?mode=preview", bad, FILES.appointments());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("/type")).isEqualTo("/problems/grid-import-refused");
        assertThat(refused.text("/errors/0/pointer")).isEqualTo("units#cell=3014,2");
        assertThat(refused.text("/errors/0/code")).isEqualTo("missing");
        assertThat(preview.text("/problems/0/line")).isEqualTo("3014");
        assertThat(preview.text("/problems/0/columnName")).isEqualTo("name");
        assertThat(preview.text("/problems/0/message")).isEqualTo("不能为空");
        assertThat(dispatch.get(OFFICE, "/api/v1/grid-units/411082").status()).isEqualTo(503);
    }

    @Test
    @Order(4)
    void importsChanggeAndIsReady() {
        Answer applied = form(OFFICE, "?mode=apply", FILES.units(), FILES.appointments());

        assertThat(applied.status()).isEqualTo(201);
        assertThat(applied.text("/version")).isEqualTo("1");
        await().until(
                () -> dispatch.send(dispatch.request("/actuator/health/readiness").GET()).status() == 200);
        Answer decided = dispatch.get(OFFICE, applied.response().headers().firstValue("Location").orElseThrow());
        assertThat(decided.text("/finished")).isEqualTo("true");
        assertThat(decided.text("/by")).isEqualTo(OFFICE);
    }

    @Test
    @Order(5)
    void changesNothingTheSecondTime() {
        assertThat(form(OFFICE, "?mode=apply", FILES.units(), FILES.appointments()).text("/result"))
                .isEqualTo("UNCHANGED");
        Answer one = csv(OFFICE, "?mode=apply", FILES.units());
        assertThat(one.status()).isEqualTo(200);
        assertThat(one.text("/result")).isEqualTo("UNCHANGED");
        assertThat(one.text("/version")).isEqualTo("1");
    }

    @Test
    @Order(6)
    void travelsWholeToOtherServices() {
        GridDirectory elsewhere = new GridDirectory();
        try (GridTopicReader reader = new GridTopicReader(Map.of("bootstrap.servers", dispatch.bootstrapServers()),
                elsewhere,
                (record, cause) -> {})) {
            reader.start();
            await().until(elsewhere::isReady);

            assertThat(elsewhere.tree().units()).hasSize(3011);
            assertThat(Set.copyOf(elsewhere.appointments()))
                    .isEqualTo(Set.copyOf(dispatch.bean(GridDirectory.class).appointments()));
            assertThat(reader.rejected()).isZero();
        }
    }

    @Test
    @Order(7)
    void showsUnitsWithinTheScopeOnly() {
        Answer village = dispatch.get(LEADER, "/api/v1/grid-units/" + VILLAGE);

        assertThat(village.status()).isEqualTo(200);
        assertThat(village.json().at("/ancestors").size()).isEqualTo(3);
        assertThat(village.text("/ancestors/2")).isEqualTo("411082");
        assertThat(dispatch.get(LEADER, "/api/v1/grid-units/" + VILLAGE + "-G01").status()).isEqualTo(200);
        assertThat(dispatch.get(LEADER, "/api/v1/grid-units/411082110").status()).isEqualTo(404);
        assertThat(dispatch.get(LEADER, "/api/v1/grid-units/nowhere").status()).isEqualTo(404);
        assertThat(dispatch.get(LEADER, "/api/v1/grid-units/no%20code").status()).isEqualTo(404);
        assertThat(dispatch.get("department:housing-bureau", "/api/v1/grid-units/411082").status()).isEqualTo(403);
    }

    @Test
    @Order(8)
    void pagesThroughChildren() {
        List<String> codes = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = dispatch.get(OFFICE, "/api/v1/grid-units/411082/children?limit=7" + cursor);
            page.json().at("/items").forEach(item -> codes.add(item.get("code").asString()));
            cursor = page.json().has("nextCursor") ? "&cursor=" + page.text("/nextCursor") : "";
        } while (!cursor.isEmpty());

        assertThat(codes).hasSize(16).doesNotHaveDuplicates().isSorted();
    }

    @Test
    @Order(9)
    void saysWhoIsResponsibleAndWhy() {
        Answer answer = dispatch.get(LEADER, "/api/v1/grid-units/" + VILLAGE + "-G05/responsible?level=VILLAGE");

        assertThat(answer.text("/found/post")).isEqualTo(LEADER);
        assertThat(answer.text("/tried/0/reason")).isEqualTo("below-handling-level");
        assertThat(answer.text("/tried/1/reason")).isEqualTo("chosen");
        assertThat(answer.text("/lastResort")).isEqualTo("false");
    }

    @Test
    @Order(10)
    void listsWhatIsLeftUncovered() {
        Answer gaps = dispatch.get(OFFICE, "/api/v1/coverage-gaps?kind=NOBODY&level=VILLAGE");

        assertThat(gaps.json().at("/items").size()).isEqualTo(9);
        assertThat(dispatch.get(OFFICE, "/api/v1/coverage-gaps?kind=ONLY_ACTING").json().at("/items").size())
                .isEqualTo(3);
        assertThat(dispatch.get(LEADER, "/api/v1/coverage-gaps").json().at("/items").size()).isZero();
    }

    @Test
    @Order(11)
    void appointsAtOnceAndOnlyOnce() {
        String vacant = dispatch.get(OFFICE, "/api/v1/coverage-gaps?kind=NOBODY").text("/items/0/unit");
        String body = """
                {"unit": "%s", "post": "village-leader:%s", "capacity": "LEADER"}""".formatted(vacant, vacant);

        Answer made = dispatch.post(OFFICE, "/api/v1/appointments", body, "Idempotency-Key", "appoint-1");
        Answer again = dispatch.post(OFFICE, "/api/v1/appointments", body, "Idempotency-Key", "appoint-1");
        Answer other = dispatch.post(OFFICE, "/api/v1/appointments", body.replace("LEADER", "DEPUTY"),
                "Idempotency-Key", "appoint-1");

        assertThat(made.status()).isEqualTo(201);
        assertThat(again.text("/id")).isEqualTo(made.text("/id"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/type")).isEqualTo("/problems/idempotency-key-reused");
        assertThat(responsible(vacant)).isEqualTo("village-leader:" + vacant);
        assertThat(dispatch.get("village-leader:" + vacant, "/api/v1/grid-units/" + vacant).status()).isEqualTo(200);

        Answer ended = dispatch.post(OFFICE, "/api/v1/appointments/" + made.text("/id") + "/ending", "{}");
        assertThat(ended.status()).isEqualTo(200);
        assertThat(responsible(vacant)).startsWith("area-leader:");
        assertThat(dispatch.get("village-leader:" + vacant, "/api/v1/grid-units/" + vacant).status()).isEqualTo(404);
    }

    @Test
    @Order(11)
    void appointsNobodysNumber() {
        for (String post : List.of("13800001111", "village-member:13800001111", "11010119900101123X")) {
            Answer refused = dispatch.post(OFFICE, "/api/v1/appointments", """
                    {"unit": "411082110214", "post": "%s", "capacity": "MEMBER"}""".formatted(post),
                    "Idempotency-Key", "number-" + post.length());
            assertThat(refused.status()).as(post).isEqualTo(422);
            assertThat(refused.text("/type")).isEqualTo("/problems/appointment-refused");
            assertThat(refused.text("/errors/0/pointer")).isEqualTo("/post");
            assertThat(refused.text("/errors/0/code")).isEqualTo("personal-number");
            assertThat(refused.text("/errors/0/message")).isNotBlank().isNotEqualTo("personal-number");
        }
    }

    @Test
    @Order(11)
    void tellsAnOfficeNothingByAnOldKeyOnceItsAppointmentHasEnded() {
        String former = "assistance-office:former";
        String unit = "411082110214";
        Answer appointed = dispatch.post(OFFICE, "/api/v1/appointments", """
                {"unit": "411082", "post": "%s", "capacity": "MEMBER"}""".formatted(former), "Idempotency-Key", "f-1");
        Answer made = dispatch.post(former, "/api/v1/appointments", """
                {"unit": "%s", "post": "village-member:extra", "capacity": "MEMBER"}""".formatted(unit),
                "Idempotency-Key", "f-2");
        assertThat(made.status()).isEqualTo(201);
        String ending = "/api/v1/appointments/" + made.text("/id") + "/ending";
        String leave = """
                {"appointment": "%s", "from": "2098-01-01T00:00:00Z", "to": "2099-01-01T00:00:00Z"}""".formatted(
                made.text("/id"));
        assertThat(dispatch.post(former, "/api/v1/absences", leave, "Idempotency-Key", "f-3").status()).isEqualTo(201);
        assertThat(dispatch.post(former, ending, "{}", "Idempotency-Key", "f-4").status()).isEqualTo(200);
        assertThat(dispatch.post(former, ending, "{}", "Idempotency-Key", "f-4").status()).isEqualTo(200);

        assertThat(dispatch.post(OFFICE, "/api/v1/appointments/" + appointed.text("/id") + "/ending", "{}").status())
                .isEqualTo(200);

        assertThat(csv(former, "?mode=preview", FILES.units()).status()).isEqualTo(403);
        assertThat(csv("assistance-office:never", "?mode=apply", FILES.units()).status()).isEqualTo(403);
        Answer leaveAgain = dispatch.post(former, "/api/v1/absences", leave, "Idempotency-Key", "f-3");
        assertThat(leaveAgain.status()).isEqualTo(422);
        assertThat(leaveAgain.text("/errors/0/code")).isEqualTo("unknown-appointment");
        assertThat(dispatch.post(former, ending, "{}", "Idempotency-Key", "f-4").status()).isEqualTo(404);
        assertThat(dispatch.post(former, ending, "{\"validTo\": \"2099-01-01T00:00:00Z\"}", "Idempotency-Key", "f-4")
                .status()).isEqualTo(404);
    }

    @Test
    @Order(12)
    void passesOverWhoIsOnLeaveWithinSecondsEverywhere() {
        GridDirectory elsewhere = new GridDirectory();
        try (GridTopicReader reader = new GridTopicReader(Map.of("bootstrap.servers", dispatch.bootstrapServers()),
                elsewhere,
                (record, cause) -> {})) {
            reader.start();
            await().until(elsewhere::isReady);
            String leave = """
                    {"appointment": "%s", "from": "2020-01-01T00:00:00Z", "to": "2100-01-01T00:00:00Z"}""".formatted(
                    LEADER);

            Answer noted = dispatch.post(OFFICE, "/api/v1/absences", leave, "Idempotency-Key", "leave-1");

            assertThat(noted.status()).isEqualTo(201);
            assertThat(responsible(VILLAGE)).startsWith("area-leader:");
            assertThat(dispatch.get(OFFICE, "/api/v1/coverage-gaps?kind=ALL_ON_LEAVE").text("/items/0/unit"))
                    .isEqualTo(VILLAGE);
            await().until(
                    () -> !elsewhere.appointmentsAt(new GridCode(VILLAGE)).getFirst().absences().isEmpty());
        }
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            appointments | {"unit":"nowhere","post":"p","capacity":"LEADER"} | /unit | unknown-unit
            appointments | {"unit":"411082110213-G05","post":"p","capacity":"LEADER"} | /capacity | no-leaders-at-group-level
            appointments | {"unit":"411082110213","post":"p","capacity":"BOSS"} | /capacity | unknown-value
            appointments | {"unit":"411082110213","capacity":"LEADER"} | /post | missing
            appointments | {"unit":"411082110213","post":"p","capacity":"LEADER","validTo":"2020-01-01T00:00:00Z"} | /validTo | not-after-start
            absences | {"appointment":"none","from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"} | /appointment | unknown-appointment
            absences | {"appointment":"none","from":"2026-02-01T00:00:00Z","to":"2026-01-01T00:00:00Z"} | /to | not-after-start
            """)
    @Order(13)
    void namesTheFieldAtFault(String path, String body, String pointer, String code) {
        Answer answer = dispatch.post(OFFICE, "/api/v1/" + path, body, "Idempotency-Key", "bad-" + body.hashCode());

        assertThat(answer.status()).isBetween(400, 422);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
        assertThat(answer.text("/errors/0/message")).isNotBlank().isNotEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {LEADER, "supervisor:411082", "department:housing-bureau"})
    @Order(14)
    void letsOnlyTheAssistanceOfficeChangeTheGrid(String post) {
        assertThat(csv(post, "?mode=preview", FILES.units()).status()).isEqualTo(403);
        assertThat(dispatch.post(post, "/api/v1/appointments",
                "{\"unit\":\"411082\",\"post\":\"p\",\"capacity\":\"LEADER\"}", "Idempotency-Key", "x").status())
                .isEqualTo(403);
    }

    @Test
    @Order(15)
    void readsAFileLargerThanOtherBodiesMayBe() {
        String large = FILES.units() + "\n".repeat(2 * 1024 * 1024);

        assertThat(csv(OFFICE, "?mode=apply", large).text("/result")).isEqualTo("UNCHANGED");
        assertThat(form(OFFICE, "?mode=apply", large, null).text("/result")).isEqualTo("UNCHANGED");
    }

    @Test
    @Order(16)
    void mergesAVillageAndTakesTheOldVersionOffTheTopic() {
        String merged = FILES.units().replace("level,parent\n", "level,parent,replacedBy\n")
                .replaceAll("(?m)^(" + VILLAGE + ",.*)$", "$1,411082110212")
                .replaceAll("(?m)^(" + VILLAGE + "-G(\\d+),.*)$", "$1,411082110212-G01");

        Answer applied = csv(OFFICE, "?mode=apply", merged);

        assertThat(applied.status()).isEqualTo(201);
        int ended = Integer.parseInt(applied.text("/counts/unitsEnded"));
        assertThat(ended).isBetween(7, 9);
        assertThat(responsible(VILLAGE)).isEqualTo("village-leader:411082110212");
        assertThat(dispatch.get("village-leader:411082110212", "/api/v1/grid-units/" + VILLAGE).status())
                .isEqualTo(200);
        GridDirectory elsewhere = new GridDirectory();
        try (GridTopicReader reader = new GridTopicReader(Map.of("bootstrap.servers", dispatch.bootstrapServers()),
                elsewhere,
                (record, cause) -> {})) {
            reader.start();
            await().until(elsewhere::isReady);
            assertThat(List.copyOf(elsewhere.tree().units()))
                    .isEqualTo(List.copyOf(dispatch.bean(GridDirectory.class).tree().units()));
            assertThat(elsewhere.tree().version()).isEqualTo(2);
        }
    }

    @Test
    @Order(17)
    void beginsWithTheStarterGridWhereToldTo() {
        try (RunningDispatch fresh = RunningDispatch.withoutGrid("--twonets.grid.starter=true")) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> fresh.send(fresh.request("/actuator/health/readiness").GET()).status() == 200);

            assertThat(fresh.get(LEADER, "/api/v1/grid-units/" + VILLAGE).status()).isEqualTo(200);
        }
    }

    @Test
    @Order(18)
    void takesNoGridFromTheFirstOfficeOnceItsAppointmentHasEnded() {
        assertThat(csv(OFFICE, "?mode=preview", FILES.units()).status()).isEqualTo(200);
        for (JsonNode one : dispatch.get(OFFICE, "/api/v1/grid-units/411082/appointments").json().path("items")) {
            if (one.path("post").asString("").equals(OFFICE)) {
                assertThat(dispatch.post(OFFICE, "/api/v1/appointments/" + one.path("id").asString() + "/ending", "{}")
                        .status()).isEqualTo(200);
            }
        }

        assertThat(csv(OFFICE, "?mode=preview", FILES.units()).status()).isEqualTo(403);
        assertThat(dispatch.get(OFFICE, IMPORTS + "/1").status()).isEqualTo(403);
    }

    private static String responsible(String unit) {
        return dispatch.get(OFFICE, "/api/v1/grid-units/" + unit + "/responsible").text("/found/post");
    }

    private static Answer csv(String post, String query, String text) {
        return dispatch.send(dispatch.request(IMPORTS + query)
                .header("Authorization", "Bearer " + dispatch.token(post))
                .header("Content-Type", "text/csv; charset=utf-8")
                .POST(BodyPublishers.ofString(text)));
    }

    private static Answer form(String post, String query, String units, @Nullable String appointments) {
        String body = part("units", units) + (appointments == null ? "" : part("appointments", appointments))
                + "--border--\r\n";
        return dispatch.send(dispatch.request(IMPORTS + query)
                .header("Authorization", "Bearer " + dispatch.token(post))
                .header("Content-Type", "multipart/form-data; boundary=border")
                .POST(BodyPublishers.ofString(body)));
    }

    private static String part(String name, String text) {
        return "--border\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s.csv\"\r\n".formatted(name, name)
                + "Content-Type: text/csv\r\n\r\n" + text + "\r\n";
    }
}
