package cn.twonets.system.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** The people of the county, as verbs. Every call goes through the gateway with the token of the post that acts. */
public final class County {
    /** A village with every post held. */
    public static final String VILLAGE = "411082110213";
    public static final PostId VILLAGE_MEMBER = new PostId("village-member:" + VILLAGE);
    public static final PostId VILLAGE_LEADER = new PostId("village-leader:" + VILLAGE);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Api api;

    public County(Api api) {
        this.api = api;
    }

    public Api api() {
        return api;
    }

    /** A new code or post, which by no accident looks like somebody's telephone number: those have a 1 first. */
    public static String label(String beginning) {
        return beginning + UUID.randomUUID().toString().replace('1', 'i');
    }

    /** A household with these declared facts in the first group of the village. */
    public String household(Map<String, Object> facts) {
        Answer answer = post(
                VILLAGE_MEMBER,
                "/api/v1/households",
                Map.of(
                        "unit",
                        VILLAGE + "-G01",
                        "helper",
                        VILLAGE_MEMBER.value(),
                        "personal",
                        Map.of("name", "样例户"),
                        "facts",
                        facts));
        return created(answer).path("id").asString();
    }

    /** A household living in a dangerous house. */
    public String dangerousHouse() {
        return household(
                Map.of("dwellingGrade", "D", "incomePerHeadFen", 430_000, "members", 1, "disabledMembers", 0, "insured",
                        true));
    }

    /** A need as the village member reports it. */
    public static Map<String, Object> need(String household, String category, String urgency) {
        Map<String, Object> need = new LinkedHashMap<>();
        need.put("household", household);
        need.put("category", category);
        need.put("urgency", urgency);
        need.put("description", "样例描述");
        need.put("basis", Map.of("kind", "DUTY"));
        return need;
    }

    /** Reports a need and returns its id. */
    public String report(String household, String category) {
        return created(post(VILLAGE_MEMBER, "/api/v1/needs", need(household, category, "ORDINARY"))).path("id")
                .asString();
    }

    public JsonNode acknowledge(String need, PostId as) {
        return ok(act(need, as, "acknowledgement", Map.of()));
    }

    public JsonNode refer(String need, PostId as, String... services) {
        return ok(act(need, as, "referrals", Map.of("services", List.of(services))));
    }

    public JsonNode resolve(String need, PostId as) {
        return ok(act(need, as, "resolution", Map.of("how", "mediated")));
    }

    /** Any act on a case. */
    public Answer act(String need, PostId as, String act, Map<String, ?> body) {
        return post(as, "/api/v1/cases/" + need + "/" + act, body);
    }

    /** The provider that is asked now answers. */
    public Answer answer(JsonNode referral, String act, Map<String, ?> body) {
        return post(
                new PostId("department:" + referral.path("provider").asString()),
                "/api/v1/referrals/" + referral.path("id").asString() + "/" + act,
                body);
    }

    public Answer withdraw(String need) {
        return post(VILLAGE_MEMBER, "/api/v1/needs/" + need + "/withdrawal", Map.of("reason", "no-longer-wanted"));
    }

    /** The village asks the household and says what it answered. */
    public JsonNode confirm(String need, String outcome) {
        awaitNeed(need, "AWAITING_CONFIRMATION");
        return ok(post(VILLAGE_MEMBER, "/api/v1/needs/" + need + "/confirmation", Map.of("outcome", outcome)));
    }

    /** Waits until the case stands like this, and returns it. */
    public JsonNode awaitCase(String need, String status) {
        return awaitJson(VILLAGE_LEADER, "/api/v1/cases/" + need,
                body -> status.equals(body.path("status").asString("")));
    }

    public JsonNode awaitCase(String need, Predicate<JsonNode> fits) {
        return awaitJson(VILLAGE_LEADER, "/api/v1/cases/" + need, fits);
    }

    /** Waits until the village is shown this status. */
    public JsonNode awaitNeed(String need, String status) {
        return awaitJson(VILLAGE_MEMBER, "/api/v1/needs/" + need,
                body -> status.equals(body.path("status").asString("")));
    }

    /** Waits until matching has found something, and returns it. */
    public JsonNode awaitMatch(String need, Predicate<JsonNode> fits) {
        return awaitJson(VILLAGE_LEADER, "/api/v1/matches/" + need, fits);
    }

    /** Waits until the referral of this need stands like this (FHIR Task's words), and returns it. */
    public JsonNode awaitReferral(String need, String status) {
        return awaitJson(
                VILLAGE_LEADER,
                "/api/v1/referrals/" + need,
                body -> status.equals(body.path("status").asString("")));
    }

    public JsonNode awaitJson(PostId as, String path, Predicate<JsonNode> fits) {
        JsonNode[] last = new JsonNode[1];
        int[] status = new int[1];
        await(path).atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
            Answer answer = api.get(as, path);
            status[0] = answer.status();
            last[0] = answer.body();
            assertThat(answer.isSuccess() && fits.test(answer.body())).as("%s answered %s %s", path, status[0], last[0])
                    .isTrue();
        });
        return last[0];
    }

    public JsonNode read(PostId as, String path) {
        try {
            return ok(api.get(as, path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Answer get(PostId as, String path) {
        try {
            return api.get(as, path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A post under a fresh idempotency key. */
    public Answer post(PostId as, String path, Object body) {
        return post(as, path, body, UUID.randomUUID().toString());
    }

    public Answer post(PostId as, String path, Object body, String key) {
        try {
            return api.post(as, path, body, key);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static JsonNode ok(Answer answer) {
        assertThat(answer.isSuccess()).as(answer.problem()).isTrue();
        return answer.body();
    }

    private static JsonNode created(Answer answer) {
        assertThat(answer.status()).as(answer.problem()).isEqualTo(201);
        return answer.body();
    }
}
