package cn.twonets.system.upgrade;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.PostId;
import cn.twonets.system.kit.County;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Needs of one household, each left somewhere on its way, and how each goes on to its end.
 *
 * @param household whose
 * @param needs by the name of what it waits for
 */
record Lives(String household, Map<String, String> needs) {
    /** Accepted while the broker was away: the other services have not heard of it. */
    static final String UNHEARD = "unheard";
    private static final String DISPUTE = "dispute";
    private static final String HOUSING = "housing";
    private static final String SERVICE = "dangerous-house-rebuild";

    /** Where the village is shown each to be. */
    private static final Map<String, String> STATUSES = Map.of("assigned", "ASSIGNED", "acknowledged", "ACKNOWLEDGED",
            "returned", "RETURNED", "planned", "PLANNED", "resolved", "AWAITING_CONFIRMATION", "requested", "REFERRED",
            "accepted", "REFERRED", "closed", "CLOSED", UNHEARD, "SUBMITTED");

    /** Begins them all but the unheard one, and waits until each is where it is to be left. */
    static Lives begin(County county) {
        Lives lives = new Lives(county.dangerousHouse(), new LinkedHashMap<>());
        lives.report(county, "assigned", DISPUTE);
        county.acknowledge(lives.report(county, "acknowledged", DISPUTE), VILLAGE_LEADER);
        County.ok(county.act(lives.report(county, "returned", DISPUTE), VILLAGE_LEADER, "return",
                Map.of("reason", "not-ours", "proposedOwner", "411082110")));
        County.ok(county.act(lives.report(county, "planned", DISPUTE), VILLAGE_LEADER, "plan", Map.of(
                "reviewAt", Instant.now(Clock.systemUTC()).plus(Duration.ofDays(30)).toString(), "reason", "season")));
        county.resolve(lives.report(county, "resolved", DISPUTE), VILLAGE_LEADER);
        lives.refer(county, "requested");
        County.ok(county.answer(lives.refer(county, "accepted"), "acceptance", Map.of()));
        String closed = lives.report(county, "closed", DISPUTE);
        county.resolve(closed, VILLAGE_LEADER);
        county.confirm(closed, "SOLVED");
        lives.awaitWhereTheyWereLeft(county);
        return lives;
    }

    private String report(County county, String name, String category) {
        String id = county.report(household, category);
        needs.put(name, id);
        county.awaitCase(id, "ASSIGNED");
        return id;
    }

    private JsonNode refer(County county, String name) {
        String id = report(county, name, HOUSING);
        county.awaitMatch(id, match -> !match.path("candidates").isEmpty());
        county.refer(id, VILLAGE_LEADER, SERVICE);
        return county.awaitReferral(id, "requested");
    }

    /** The village sees each where it was, with what was written about it. */
    void awaitWhereTheyWereLeft(County county) {
        needs.forEach((name, id) -> {
            if (!name.equals(UNHEARD)) {
                JsonNode need = county.awaitNeed(id, STATUSES.get(name));
                assertThat(need.path("description").asString("")).as(name).isEqualTo("样例描述");
            }
        });
    }

    /** The village can still read who it is. */
    void assertNamed(County county) {
        JsonNode shown = County.ok(county.post(VILLAGE_MEMBER, "/api/v1/households/" + household + "/disclosures",
                Map.of("purpose", "home-visit", "fields", List.of("names"))));
        assertThat(shown.path("people").path(0).path("name").asString("")).isEqualTo("样例户");
    }

    /** People bring all of them to their ends. */
    void goOn(County county) {
        county.acknowledge(needs.get("assigned"), VILLAGE_LEADER);
        resolve(county, "assigned");
        resolve(county, "acknowledged");
        resolve(county, "planned");
        PostId arbiter = new PostId(
                county.awaitCase(needs.get("returned"), "RETURNED").path("responsible").path("post").asString());
        County.ok(county.act(needs.get("returned"), arbiter, "arbitration", Map.of("unit", County.VILLAGE)));
        resolve(county, "returned");
        JsonNode requested = county.awaitReferral(needs.get("requested"), "requested");
        County.ok(county.answer(requested, "acceptance", Map.of()));
        for (String name : new String[]{"requested", "accepted"}) {
            JsonNode referral = county.awaitReferral(needs.get(name), "accepted");
            County.ok(county.answer(referral, "delivery", Map.of("evidence", "report/2026-118")));
        }
        for (String name : new String[]{"resolved", "requested", "accepted"}) {
            county.confirm(needs.get(name), "SOLVED");
        }
        if (needs.containsKey(UNHEARD)) {
            county.awaitCase(needs.get(UNHEARD), "ASSIGNED");
            resolve(county, UNHEARD);
        }
        needs.values().forEach(id -> county.awaitNeed(id, "CLOSED"));
    }

    private void resolve(County county, String name) {
        county.resolve(needs.get(name), VILLAGE_LEADER);
        county.confirm(needs.get(name), "SOLVED");
    }
}
