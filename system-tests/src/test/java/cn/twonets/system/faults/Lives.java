package cn.twonets.system.faults;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.kit.County;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Needs led through their lives, so that every topic that has a reader carries something of each. */
final class Lives {
    private static final String SERVICE = "dangerous-house-rebuild";

    private final County county;

    Lives(County county) {
        this.county = county;
    }

    /** From the report to the confirmed delivery. The ledger's category must be {@code housing}. */
    void toTheEnd(Ledger ledger, int lives) {
        List<String> needs = refer(ledger, lives);
        for (String need : needs) {
            JsonNode offered = county.awaitReferral(need, "requested");
            County.ok(county.answer(offered, "acceptance", Map.of()));
            County.ok(county.answer(offered, "delivery", Map.of("evidence", "report/faults")));
        }
        for (String need : needs) {
            county.confirm(need, "SOLVED");
            county.awaitCase(need, "CLOSED");
            county.awaitNeed(need, "CLOSED");
        }
    }

    /** One need that stops at each stage on the way. */
    void atEveryStage(Ledger ledger) {
        List<String> needs = refer(ledger, 4);
        JsonNode accepted = county.awaitReferral(needs.get(1), "requested");
        County.ok(county.answer(accepted, "acceptance", Map.of()));
        JsonNode declined = county.awaitReferral(needs.get(2), "requested");
        County.ok(county.answer(declined, "refusal", Map.of("reason", "not-eligible")));
        county.awaitCase(needs.get(2), "ACKNOWLEDGED");
        JsonNode delivered = county.awaitReferral(needs.get(3), "requested");
        County.ok(county.answer(delivered, "acceptance", Map.of()));
        County.ok(county.answer(delivered, "delivery", Map.of("evidence", "report/faults")));
        county.awaitNeed(needs.get(3), "AWAITING_CONFIRMATION");
        List<String> others = report(ledger, 3);
        county.awaitCase(others.get(0), "ASSIGNED");
        county.awaitCase(others.get(1), "ASSIGNED");
        county.acknowledge(others.get(1), VILLAGE_LEADER);
        County.ok(county.withdraw(others.get(2)));
        county.awaitCase(others.get(2), "CLOSED");
    }

    private List<String> refer(Ledger ledger, int lives) {
        List<String> needs = report(ledger, lives);
        for (String need : needs) {
            county.awaitMatch(need, match -> !match.path("candidates").isEmpty());
            county.refer(need, VILLAGE_LEADER, SERVICE);
        }
        return needs;
    }

    private static List<String> report(Ledger ledger, int count) {
        Set<String> before = Set.copyOf(ledger.accepted().values());
        for (int n = 0; n < count; n++) {
            assertThat(ledger.send().isAccepted()).isTrue();
        }
        return ledger.accepted().values().stream().filter(need -> !before.contains(need)).toList();
    }
}
