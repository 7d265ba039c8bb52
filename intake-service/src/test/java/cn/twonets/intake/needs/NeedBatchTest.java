package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.Topic;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Batches on the running service. */
class NeedBatchTest {
    private static final String PATH = "/api/v1/need-batches";
    private static final RunningIntake INTAKE = RunningIntake.shared();
    private static final String HOUSEHOLD = Bodies.registered(INTAKE.member());
    private final Client member = INTAKE.member();
    /** Keeps this test's ids apart from those of the others. */
    private final String run = UUID.randomUUID().toString();

    @Test
    void answersEachItemForItself() {
        Client.Answer answer = member.post(PATH, batch(
                item("a", ""),
                item("b", ""),
                item("a", ""),
                item("b", "\"parties\": 2,"),
                item("c", "\"urgency\": \"SOON\","),
                item("d", "\"category\": \"castles\",").replace("\"category\": \"housing\",", ""),
                item("e", "").replace(HOUSEHOLD, "nosuchhousehold"),
                "{\"category\": \"housing\"}",
                "5",
                item("张某", "")));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(told(answer)).containsExactly(
                "a CREATED", "b CREATED", "a DUPLICATE",
                "b REJECTED 422 idempotency-key-reused header:Idempotency-Key reused",
                "c REJECTED 400 invalid-body /urgency unknown-value",
                "d REJECTED 422 need-not-acceptable /category unknown-category",
                "e REJECTED 422 need-not-acceptable /household unknown-household",
                " REJECTED 422 need-not-acceptable /id missing",
                " REJECTED 422 need-not-acceptable /id missing",
                " REJECTED 422 need-not-acceptable /id wrong-format");
        JsonNode items = answer.json().path("items");
        assertThat(items.get(2).at("/value/need")).isEqualTo(items.get(0).at("/value/need"));
        assertThat(answer.body()).doesNotContain("张某");
    }

    @Test
    void aReplayChangesNothing() {
        String batch = batch(item("r1", ""), item("r2", ""), item("r3", "\"urgency\": \"SOON\","));
        Client.Answer first = member.post(PATH, batch);
        List<String> needs = needs(first);
        await().until(() -> needs.stream().allMatch(need -> INTAKE.wire().read(Topic.NEEDS, need).size() == 1));
        Client.Answer again = member.post(PATH, batch.replace("\": ", "\":  "));
        assertThat(told(again)).containsExactly("r1 DUPLICATE", "r2 DUPLICATE",
                "r3 REJECTED 400 invalid-body /urgency unknown-value");
        assertThat(needs(again)).isEqualTo(needs);
        needs.forEach(need -> {
            assertThat(member.get("/api/v1/needs/" + need).header("ETag")).isEqualTo("\"1\"");
            assertThat(INTAKE.wire().read(Topic.NEEDS, need)).hasSize(1);
        });
    }

    @Test
    void aCorrectedItemIsAcceptedWhereItsFirstTryWasRejected() {
        assertThat(told(member.post(PATH, batch(item("k", "\"urgency\": \"SOON\",")))).getFirst())
                .startsWith("k REJECTED");
        assertThat(told(member.post(PATH, batch(item("k", ""))))).containsExactly("k CREATED");
    }

    @Test
    void rejectsAnIdWithSomebodysIdentityNumberAndDoesNotRepeatIt() {
        Client.Answer answer = member.post(PATH,
                batch(item("d-11010519491231002x", ""), item("d-110105194912310021", "")));
        assertThat(told(answer)).containsExactly(" REJECTED 422 need-not-acceptable /id holds-identity-number",
                "d-110105194912310021 CREATED");
        assertThat(answer.body()).doesNotContain("11010519491231002x");
    }

    @Test
    void takesAThousandItemsAndNoMore() {
        String[] thousand = IntStream.range(0, 1000).mapToObj(i -> item("n" + i, "")).toArray(String[]::new);
        Client.Answer answer = member.post(PATH, batch(thousand));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(new HashSet<>(needs(answer))).hasSize(1000);
        List<String> more = new ArrayList<>(List.of(thousand));
        more.add(item("one-more", ""));
        assertThat(member.post(PATH, batch(more.toArray(String[]::new))).problem())
                .isEqualTo("422 invalid-content /items wrong-number-of-items");
        assertThat(member.post(PATH, "{\"items\": []}").problem())
                .isEqualTo("422 invalid-content /items wrong-number-of-items");
    }

    @Test
    void rejectsItemsOfAnotherVillageOneByOne() {
        assertThat(told(INTAKE.otherLeader().post(PATH, batch(item("x", "")))))
                .containsExactly("x REJECTED 422 need-not-acceptable /household unknown-household");
        assertThat(told(INTAKE.leader().post(PATH, batch(item("x", ""))))).containsExactly("x CREATED");
    }

    private String item(String id, String more) {
        return """
                {"id": "%s", %s "household": "%s", "category": "housing", "basis": {"kind": "DUTY"}}"""
                .formatted(id.isEmpty() ? id : run + ":" + id, more, HOUSEHOLD);
    }

    private static String batch(String... items) {
        return "{\"items\": [" + String.join(",", items) + "]}";
    }

    private static List<String> needs(Client.Answer answer) {
        return answer.json().path("items").findValuesAsString("need");
    }

    /** Id without this run, result, and what the problem says. */
    private List<String> told(Client.Answer answer) {
        List<String> told = new ArrayList<>();
        answer.json().path("items").forEach(item -> {
            StringBuilder line = new StringBuilder(item.path("id").asString().replace(run + ":", ""));
            line.append(' ').append(item.path("result").asString());
            JsonNode problem = item.path("problem");
            if (problem.isObject()) {
                line.append(' ').append(problem.path("status").asInt()).append(' ')
                        .append(problem.path("type").asString().replace("/problems/", ""));
                problem.path("errors").forEach(error -> line.append(' ').append(error.path("pointer").asString())
                        .append(' ').append(error.path("code").asString()));
            }
            told.add(line.toString());
        });
        return told;
    }
}
