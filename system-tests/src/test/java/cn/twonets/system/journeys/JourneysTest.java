package cn.twonets.system.journeys;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** One need after another through real HTTP, broker and store, in one running product. */
@OwnProduct
class JourneysTest {
    @TempDir
    private static Path folder;

    private static RunningProduct product;
    private static County county;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(folder.resolve("county"));
        county = new County(product.api());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    @Test
    void resolvesOnTheSpot() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.acknowledge(need, VILLAGE_LEADER);
        county.resolve(need, VILLAGE_LEADER);
        county.confirm(need, "SOLVED");
        JsonNode closed = county.awaitCase(need, "CLOSED");
        assertThat(closed.path("closeReason").asString()).isEqualTo("CONFIRMED");
        county.awaitNeed(need, "CLOSED");
    }

    @Test
    void refersDeliversAndConfirms() {
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(need, match -> !match.path("candidates").isEmpty());
        county.refer(need, VILLAGE_LEADER, "dangerous-house-rebuild");
        JsonNode offered = county.awaitReferral(need, "requested");
        County.ok(county.answer(offered, "acceptance", Map.of()));
        County.ok(county.answer(offered, "delivery", Map.of("evidence", "report/sample")));
        county.confirm(need, "SOLVED");
        county.awaitCase(need, "CLOSED");
        JsonNode timeline = county.read(VILLAGE_MEMBER, "/api/v1/needs/" + need + "/timeline");
        assertThat(timeline.path("incomplete").isEmpty()).isTrue();
        List<String> types = new ArrayList<>();
        timeline.path("items")
                .forEach(item -> types.add(item.path("type").asString().replaceAll("cn\\.twonets\\.|\\.v1", "")));
        assertThat(types).contains(
                "need.submitted",
                "case.assigned",
                "aid.matched",
                "case.referral-wanted",
                "referral.offered",
                "referral.accepted",
                "referral.delivered",
                "case.resolved",
                "need.outcome-confirmed",
                "case.closed");
    }

    @Test
    void goesOnToTheNextCandidateWhenOneDeclines() {
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(need, match -> match.path("candidates").size() >= 2);
        county.refer(need, VILLAGE_LEADER, "dangerous-house-rebuild", "house-repair");
        JsonNode first = county.awaitReferral(need, "requested");
        assertThat(first.path("service").asString()).isEqualTo("dangerous-house-rebuild");
        County.ok(county.answer(first, "refusal", Map.of("reason", "not-eligible")));
        JsonNode second = county.awaitJson(
                VILLAGE_LEADER,
                "/api/v1/referrals/" + need,
                body -> "house-repair".equals(body.path("service").asString("")));
        assertThat(second.path("status").asString()).isEqualTo("requested");
        Answer late = county.answer(first, "acceptance", Map.of());
        assertThat(late.status()).as(late.problem()).isEqualTo(409);
        County.ok(county.answer(second, "refusal", Map.of("reason", "not-eligible")));
        JsonNode back = county.awaitCase(need, "ACKNOWLEDGED");
        assertThat(back.path("responsible").path("post").asString()).isEqualTo(VILLAGE_LEADER.value());
    }

    @Test
    void saysWhatIsMissingWhenNothingFits() {
        String rich = county.household(Map.of(
                "dwellingGrade", "A", "incomePerHeadFen", 90_000_000, "members", 3, "disabledMembers", 0, "insured",
                true));
        String need = county.report(rich, "housing");
        JsonNode match = county.awaitMatch(need, body -> body.path("matched").asBoolean(false));
        assertThat(match.path("missing").isEmpty()).isFalse();
        assertThat(match.path("candidates").toString()).doesNotContain("dangerous-house-rebuild");
        county.refer(need, VILLAGE_LEADER, "dangerous-house-rebuild");
        county.awaitCase(need, body -> "ACKNOWLEDGED".equals(body.path("status").asString("")));
        Answer closure = county.act(need, VILLAGE_LEADER, "closure", Map.of("reason", "no-aid-fits"));
        County.ok(closure);
        assertThat(county.awaitCase(need, "CLOSED").path("closeReason").asString()).isEqualTo("UNMET");
    }

    @Test
    void withdrawsAtEveryStage() {
        String assigned = county.report(county.dangerousHouse(), "housing");
        county.awaitCase(assigned, "ASSIGNED");

        String acknowledged = county.report(county.dangerousHouse(), "housing");
        county.awaitCase(acknowledged, "ASSIGNED");
        county.acknowledge(acknowledged, VILLAGE_LEADER);

        String offered = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(offered, match -> !match.path("candidates").isEmpty());
        county.refer(offered, VILLAGE_LEADER, "dangerous-house-rebuild");
        county.awaitReferral(offered, "requested");

        String accepted = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(accepted, match -> !match.path("candidates").isEmpty());
        county.refer(accepted, VILLAGE_LEADER, "dangerous-house-rebuild");
        County.ok(county.answer(county.awaitReferral(accepted, "requested"), "acceptance", Map.of()));

        String resolved = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(resolved, "ASSIGNED");
        county.resolve(resolved, VILLAGE_LEADER);
        county.awaitNeed(resolved, "AWAITING_CONFIRMATION");

        for (String need : List.of(assigned, acknowledged, offered, accepted, resolved)) {
            County.ok(county.withdraw(need));
        }
        for (String need : List.of(assigned, acknowledged, offered, accepted, resolved)) {
            assertThat(county.awaitCase(need, "CLOSED").path("closeReason").asString()).isEqualTo("WITHDRAWN");
        }
        county.awaitReferral(offered, "cancelled");
        county.awaitReferral(accepted, "cancelled");
    }

    /** Whichever of the two is written first wins, and both sides agree in the end. */
    @Test
    void withdrawsWhileTheReferralIsBeingDelivered() throws Exception {
        for (int round = 0; round < 5; round++) {
            String need = county.report(county.dangerousHouse(), "housing");
            county.awaitMatch(need, match -> !match.path("candidates").isEmpty());
            county.refer(need, VILLAGE_LEADER, "dangerous-house-rebuild");
            JsonNode offered = county.awaitReferral(need, "requested");
            County.ok(county.answer(offered, "acceptance", Map.of()));
            List<Answer> answers = together(
                    () -> county.withdraw(need),
                    () -> county.answer(offered, "delivery", Map.of("evidence", "report/race")));
            assertThat(answers.get(0).isSuccess()).as(answers.get(0).problem()).isTrue();
            boolean delivered = answers.get(1).isSuccess();
            if (delivered) {
                JsonNode one = county.awaitCase(
                        need,
                        body -> List.of("AWAITING_CONFIRMATION", "CLOSED").contains(body.path("status").asString("")));
                assertThat(county.read(VILLAGE_LEADER, "/api/v1/referrals/" + need).path("status").asString())
                        .isEqualTo("completed");
                assertThat(one.path("wish").path("ordinal").asInt()).isEqualTo(1);
            } else {
                assertThat(answers.get(1).status()).as(answers.get(1).problem()).isEqualTo(409);
                assertThat(county.awaitCase(need, "CLOSED").path("closeReason").asString()).isEqualTo("WITHDRAWN");
                county.awaitReferral(need, "cancelled");
            }
        }
    }

    @Test
    void returnsOnceAndTheLeaderAboveDecides() {
        String need = county.report(county.dangerousHouse(), "dispute");
        JsonNode assigned = county.awaitCase(need, "ASSIGNED");
        assertThat(assigned.path("responsible").path("level").asString()).isEqualTo("VILLAGE");
        String area = county.read(VILLAGE_LEADER, "/api/v1/grid-units/" + County.VILLAGE).path("parent").asString();
        County.ok(
                county.act(
                        need,
                        VILLAGE_LEADER,
                        "return",
                        Map.of("reason", "not-ours", "proposedOwner", "411082110")));
        JsonNode returned = county.awaitCase(need, "RETURNED");
        PostId arbiter = new PostId(returned.path("responsible").path("post").asString());
        assertThat(returned.path("responsible").path("level").asString()).isIn("TOWN", "CITY");
        County.ok(county.act(need, arbiter, "arbitration", Map.of("unit", area)));
        JsonNode moved = county.awaitCase(need, "ASSIGNED");
        assertThat(moved.path("responsible").path("unit").asString()).isEqualTo(area);
        PostId areaLeader = new PostId(moved.path("responsible").path("post").asString());
        Answer again = county.act(need, areaLeader, "return",
                Map.of("reason", "not-ours", "proposedOwner", County.VILLAGE));
        assertThat(again.status()).as(again.problem()).isEqualTo(409);
    }

    @Test
    void opensASecondRoundOneLevelHigherWhenItDidNotHelp() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.resolve(need, VILLAGE_LEADER);
        county.confirm(need, "NOT_SOLVED");
        JsonNode reopened = county.awaitCase(need, body -> body.path("round").asInt() == 2);
        assertThat(reopened.path("status").asString()).isEqualTo("ASSIGNED");
        assertThat(reopened.path("responsible").path("level").asString()).isEqualTo("AREA");
        PostId areaLeader = new PostId(reopened.path("responsible").path("post").asString());
        county.resolve(need, areaLeader);
        county.awaitCase(need, "AWAITING_CONFIRMATION");
        Answer old = county.post(
                VILLAGE_MEMBER,
                "/api/v1/needs/" + need + "/confirmation",
                Map.of("outcome", "SOLVED", "round", 1));
        assertThat(old.status()).as(old.problem()).isEqualTo(409);
        county.confirm(need, "SOLVED");
        county.awaitCase(need, "CLOSED");
    }

    @Test
    void refersAtOnceWhereTheCategorySaysSo() {
        String uninsured = county.household(Map.of(
                "dwellingGrade", "A", "incomePerHeadFen", 500_000, "members", 2, "disabledMembers", 0, "insured",
                false));
        String need = county.report(uninsured, "medical-insurance");
        JsonNode offered = county.awaitReferral(need, "requested");
        assertThat(offered.path("service").asString()).isIn("premium-subsidy", "medical-relief");
    }

    @Test
    void givesTheOnlyPlaceToOneOfTwoTakers() throws Exception {
        PostId clerk = new PostId("department:housing-bureau");
        Map<String, Object> terms = Map.of(
                "name", "样例：只有一个名额",
                "kinds", List.of("HOUSING"),
                "areas", List.of("411082"),
                "period", "STANDING",
                "units", 1);
        String service = County.ok(county.post(clerk, "/api/v1/aid-services", terms)).path("id").asString();
        List<String> needs = List.of(
                county.report(county.dangerousHouse(), "housing"),
                county.report(county.dangerousHouse(), "housing"));
        needs.forEach(need -> county.awaitMatch(need, match -> match.path("matched").asBoolean(false)));
        Map<String, Object> wish = Map.of("services", List.of(service));
        together(
                () -> county.act(needs.getFirst(), VILLAGE_LEADER, "referrals", wish),
                () -> county.act(needs.getLast(), VILLAGE_LEADER, "referrals", wish)).forEach(County::ok);
        needs.forEach(need -> county.awaitCase(
                need,
                body -> "ACKNOWLEDGED".equals(body.path("status").asString(""))
                        || county.get(VILLAGE_LEADER, "/api/v1/referrals/" + need).isSuccess()));
        long offered = needs.stream()
                .map(need -> county.get(VILLAGE_LEADER, "/api/v1/referrals/" + need))
                .filter(answer -> "requested".equals(answer.body().path("status").asString("")))
                .count();
        assertThat(offered).isEqualTo(1);
        JsonNode capacity = county.read(clerk, "/api/v1/aid-services/" + service + "/capacity");
        assertThat(capacity.path("available").asInt(-1)).as(capacity.toString()).isZero();
        assertThat(capacity.path("held").asInt(-1)).as(capacity.toString()).isOne();
    }

    @Test
    void answersABatchItemByItemAndTheSameAgain() {
        String household = county.dangerousHouse();
        List<Object> items = List.of(
                item("a", household, "housing"),
                item("b", household, "dispute"),
                item("a", household, "housing"),
                item("c", household, "no-such-category"),
                item("d", "no-such-household", "housing"));
        JsonNode first = County.ok(county.post(VILLAGE_MEMBER, "/api/v1/need-batches", Map.of("items", items)));
        assertThat(outcomes(first)).containsExactly("CREATED", "CREATED", "DUPLICATE", "REJECTED", "REJECTED");
        assertThat(first.path("items").get(3).toString()).contains("/category");
        assertThat(first.path("items").get(4).toString()).contains("/household");
        JsonNode again = County.ok(county.post(VILLAGE_MEMBER, "/api/v1/need-batches", Map.of("items", items)));
        assertThat(outcomes(again)).containsExactly("DUPLICATE", "DUPLICATE", "DUPLICATE", "REJECTED", "REJECTED");
    }

    @Test
    void submitsTheSameNeedOnceHoweverOftenItIsSent() {
        Map<String, Object> need = County.need(county.dangerousHouse(), "housing", "ORDINARY");
        Answer first = county.post(VILLAGE_MEMBER, "/api/v1/needs", need, "journey-same-key");
        Answer again = county.post(VILLAGE_MEMBER, "/api/v1/needs", need, "journey-same-key");
        assertThat(again.body().path("id").asString()).isEqualTo(first.body().path("id").asString()).isNotEmpty();
        need.put("urgency", "MAJOR");
        Answer other = county.post(VILLAGE_MEMBER, "/api/v1/needs", need, "journey-same-key");
        assertThat(other.status()).as(other.problem()).isEqualTo(422);
    }

    private static Map<String, Object> item(String id, String household, String category) {
        Map<String, Object> item = County.need(household, category, "ORDINARY");
        item.put("id", id);
        return item;
    }

    private static List<String> outcomes(JsonNode answer) {
        List<String> outcomes = new ArrayList<>();
        answer.path("items").forEach(item -> outcomes.add(item.path("result").asString("")));
        return outcomes;
    }

    @SafeVarargs
    private static List<Answer> together(Callable<Answer>... calls) throws Exception {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Answer> answers = new ArrayList<>();
            for (Future<Answer> future : executor.invokeAll(List.of(calls))) {
                answers.add(future.get());
            }
            return answers;
        }
    }
}
