package cn.twonets.resource.testing;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Stored;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.Holds;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Counts units from the needs' own documents, and compares with what the pools say. */
public final class Recount {
    private static final JsonMapper JSON = new JsonMapper();

    private Recount() {
    }

    /** What must hold at any instant. */
    public static void atAnyInstant(List<Pool> pools, List<Stored<AidRecord>> needs) {
        Map<String, Pool> byId = byId(pools);
        Map<String, Integer> given = new HashMap<>();
        for (Stored<AidRecord> need : needs) {
            Holds holds = need.state().holds();
            if (holds.live() != null) {
                assertThat(byId.get(holds.live().pool()).holds())
                        .as("live reservation of %s", need.id())
                        .containsKey(new HoldId(need.state().need(), holds.live().attempt()));
            }
            for (Holds.Reservation delivered : holds.delivered()) {
                boolean settled = !byId.get(delivered.pool()).holds()
                        .containsKey(new HoldId(need.state().need(), delivered.attempt()));
                given.merge(delivered.pool(), settled ? delivered.amount() : 0, Integer::sum);
            }
        }
        for (Pool pool : pools) {
            assertThat(pool.available()).as("available of %s", pool.id()).isNotNegative();
            assertThat(pool.available() + pool.held() + pool.confirmed()).isEqualTo(pool.capacity());
            assertThat(pool.capacity()).isGreaterThanOrEqualTo(pool.target());
            assertThat(pool.confirmed()).as("confirmed of %s against deliveries", pool.id())
                    .isEqualTo(given.getOrDefault(pool.id().toString(), 0));
        }
    }

    /** What must hold once everything has been swept: the pools hold exactly what the needs say. */
    public static void afterDrain(List<Pool> pools, List<Stored<AidRecord>> needs) {
        atAnyInstant(pools, needs);
        Map<String, Set<HoldId>> live = new HashMap<>();
        for (Stored<AidRecord> need : needs) {
            Holds.Reservation reservation = need.state().holds().live();
            if (reservation != null) {
                live.computeIfAbsent(reservation.pool(), id -> new HashSet<>())
                        .add(new HoldId(need.state().need(), reservation.attempt()));
            }
        }
        for (Pool pool : pools) {
            assertThat(pool.holds().keySet()).as("holds of %s", pool.id())
                    .isEqualTo(live.getOrDefault(pool.id().toString(), Set.of()));
        }
    }

    /** Counts the final answers in a need's history, by wish: each must have exactly one. */
    public static Map<Integer, Integer> answers(List<Stored.HistoryEntry> history) {
        Map<Integer, Integer> answers = new HashMap<>();
        for (Stored.HistoryEntry entry : history) {
            JsonNode happened = JSON.readTree(entry.happened());
            boolean isFinal = switch (entry.type()) {
                case "cn.twonets.referral.delivered.v1", "cn.twonets.referral.cancelled.v1" -> true;
                case "cn.twonets.referral.declined.v1",
                        "cn.twonets.referral.expired.v1" -> happened.path("last").asBoolean(false);
                default -> false;
            };
            if (isFinal) {
                int ordinal = happened.has("referral")
                        ? happened.path("referral").path("ordinal").asInt()
                        : happened.path("ordinal").asInt();
                answers.merge(ordinal, 1, Integer::sum);
            }
        }
        return answers;
    }

    private static Map<String, Pool> byId(List<Pool> pools) {
        Map<String, Pool> byId = new HashMap<>();
        pools.forEach(pool -> byId.put(pool.id().toString(), pool));
        return byId;
    }
}
