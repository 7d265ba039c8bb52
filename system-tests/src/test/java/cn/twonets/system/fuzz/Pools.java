package cn.twonets.system.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;

/** What earlier answers named: ids, codes, cursors, entity tags. */
final class Pools {
    private static final int MOST = 200;
    private static final Map<String, String> KINDS = Map.of("cases", "needs", "need-batches", "needs", "matches",
            "needs",
            "case-acknowledgements", "needs", "case-referrals", "needs", "case-resolutions", "needs",
            "referral-acceptances", "referrals", "referral-deliveries", "referrals", "absences", "appointments");

    private final Map<String, List<String>> pools = new HashMap<>();
    private final SplittableRandom random;

    Pools(SplittableRandom random) {
        this.random = random;
    }

    /** The kind of thing that an operation is about. */
    static String kind(Operation operation) {
        String collection = operation.collection();
        return switch (collection) {
            case "dead-letters", "dead-letter-replays", "dead-letter-discards" -> "letters@" + operation.service();
            case "reconciliations" -> "runs@" + operation.service();
            case "states", "facts" -> "needs";
            default -> KINDS.getOrDefault(collection, collection);
        };
    }

    void add(String kind, String value) {
        List<String> pool = pools.computeIfAbsent(kind, name -> new ArrayList<>());
        if (pool.size() < MOST) {
            pool.add(value);
        } else {
            pool.set(random.nextInt(MOST), value);
        }
    }

    Optional<String> any(String kind) {
        List<String> pool = pools.getOrDefault(kind, List.of());
        return pool.isEmpty() ? Optional.empty() : Optional.of(pool.get(random.nextInt(pool.size())));
    }

    /** Takes one away, so that nobody else uses it up. */
    Optional<String> take(String kind) {
        List<String> pool = pools.getOrDefault(kind, List.of());
        return pool.isEmpty() ? Optional.empty() : Optional.of(pool.remove(random.nextInt(pool.size())));
    }

    /** What a good answer names. */
    void learn(Operation operation, JsonNode answer, String etag) {
        if (!etag.isEmpty()) {
            add("etags", etag);
        }
        if (answer.path("nextCursor").isString()) {
            add("cursors " + operation.path(), answer.path("nextCursor").asString());
            add("cursors", answer.path("nextCursor").asString());
        }
        // of people whom later requests act as: nobody ends their appointments
        String kind = operation.path().endsWith("}/appointments") ? "appointments of others" : kind(operation);
        one(kind, answer);
        answer.path("items").forEach(item -> {
            one(kind, item);
            one(kind, item.path("value"));
        });
    }

    private void one(String kind, JsonNode thing) {
        if (kind.equals("providers") && thing.path("id").asString("").equals(Ground.PROVIDER)) {
            // whose clerk later requests act as: nobody ends that right
            return;
        }
        for (String name : List.of("id", "code", "number", "need")) {
            JsonNode value = thing.path(name);
            if (value.isString() || value.isIntegralNumber()) {
                String text = value.asString();
                // one list holds the letters of all services
                add(kind.startsWith("letters@") && text.contains(":")
                        ? "letters@" + text.substring(0, text.indexOf(':'))
                        : name.equals("need") ? "needs" : kind, text);
            }
        }
    }
}
