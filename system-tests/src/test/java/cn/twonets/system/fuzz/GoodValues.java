package cn.twonets.system.fuzz;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Values as the schemas ask for them; where a schema says no more than "text", by the name of the field. */
final class GoodValues {
    /** Entered as personal data, and to be found nowhere but in answers to those who may see it. */
    static final String CANARY = "金丝雀样例七三";

    private static final JsonMapper JSON = new JsonMapper();
    private static final List<String> CATEGORIES = List.of("housing", "dispute", "drinking-water", "medical-care",
            "education", "other");
    private static final Map<String, List<String>> REASONS = Map.of(
            "withdrawal", List.of("no-longer-wanted", "reported-twice"),
            "erasure", List.of("household-asked", "purpose-ended"),
            "refusal", List.of("no-capacity", "other"),
            "discard", List.of("TEST", "NOT_OURS"));

    private final Ground ground;
    private final Pools pools;
    private final SplittableRandom random;
    private final Clock clock = Clock.systemUTC();

    GoodValues(Ground ground, Pools pools, SplittableRandom random) {
        this.ground = ground;
        this.pools = pools;
        this.random = random;
    }

    /** A value that the schema allows; for objects all that must be there, and half of the rest. */
    JsonNode of(Operation operation, String name, JsonNode reference) {
        JsonNode schema = operation.resolved(reference);
        if (schema.path("enum").isArray()) {
            return name.equals("test")
                    ? JSON.stringNode("AT_MOST")
                    : name.equals("kind") && schema.size() > 0
                            && schema.path("enum").toString().contains("DUTY")
                                    ? JSON.stringNode("DUTY")
                                    : pick(schema.path("enum"));
        }
        return switch (schema.path("type").asString("object")) {
            case "object" -> object(operation, schema);
            case "array" -> array(operation, name, schema);
            case "integer" -> integer(operation, name);
            case "number" -> JSON.getNodeFactory().numberNode(1);
            case "boolean" -> JSON.getNodeFactory().booleanNode(!name.equals("heal") && random.nextBoolean());
            default -> JSON.stringNode(text(operation, name, schema));
        };
    }

    private ObjectNode object(Operation operation, JsonNode schema) {
        ObjectNode object = JSON.createObjectNode();
        List<String> required = new ArrayList<>();
        schema.path("required").forEach(field -> required.add(field.asString()));
        boolean basis = schema.path("properties").has("helpedBy");
        for (var property : schema.path("properties").properties()) {
            String name = property.getKey();
            if (required.contains(name) || !basis && !name.equals("identityNumber") && random.nextBoolean()) {
                object.set(name, of(operation, name, property.getValue()));
            }
        }
        if (basis && random.nextInt(3) == 0) {
            object.put("kind", "CONSENT").put("version", "2026-1").put("channel", "paper")
                    .put("at", clock.instant().minus(Duration.ofDays(1)).toString());
        }
        if (operation.path().endsWith("/disclosures") && object.has("purpose")) {
            object.put("purpose", "correction");
        }
        return object;
    }

    private ArrayNode array(Operation operation, String name, JsonNode schema) {
        ArrayNode array = JSON.createArrayNode();
        // whatever is said of these must fit the rest, which chance does not see to
        if (!List.of("aidKinds", "conditions", "specialGroups").contains(name) || random.nextInt(4) == 0) {
            array.add(of(operation, name, schema.path("items")));
        }
        return array;
    }

    private JsonNode integer(Operation operation, String name) {
        int value = switch (name) {
            case "units" -> 1_000_000;
            case "disabledMembers" -> 0;
            case "round" -> 1;
            default -> 1 + random.nextInt(5);
        };
        return JSON.getNodeFactory().numberNode(value);
    }

    private JsonNode pick(JsonNode values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T> T pick(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String text(Operation operation, String name, JsonNode schema) {
        String path = operation.path();
        if (schema.path("format").asString("").equals("date-time")) {
            long days = name.equals("to") || name.equals("validTo") ? 60 + random.nextInt(20) : 1 + random.nextInt(30);
            return clock.instant().plus(Duration.ofDays(days)).toString();
        }
        return switch (name) {
            case "household" -> ground.usualHousehold();
            case "unit", "code" -> path.endsWith("/arbitration") || random.nextBoolean()
                    ? Ground.VILLAGE
                    : Ground.VILLAGE + "-G01";
            case "proposedOwner" -> ground.sibling();
            case "areas" -> "411082";
            case "helper", "post", "helpedBy" -> path.endsWith("/appointments") || path.endsWith("/clerks")
                    ? "fuzz-extra:" + random.nextInt(1_000)
                    : Ground.MEMBER;
            case "id" -> Ground.newProvider();
            case "category" -> pick(CATEGORIES);
            case "service", "services" -> ground.service();
            case "needs", "need" -> pools.any("needs").orElse("no-such-need");
            case "provider" -> Ground.PROVIDER;
            case "appointment" -> pools.any("appointments").orElse("no-such-appointment");
            case "facts" -> pick(List.of("members", "dwelling-grade", "insured"));
            case "fact" -> "members";
            case "values" -> "3";
            case "fields" -> pick(List.of("names", "phones"));
            case "reason" -> pick(REASONS.getOrDefault(path.substring(path.lastIndexOf('/') + 1),
                    List.of("beyond-us", "season")));
            case "how" -> "mediated";
            case "evidence" -> "report/2026-1";
            case "phone" -> "13800000000";
            case "name" -> path.startsWith("/api/v1/households") ? CANARY : "样例";
            case "note", "description" -> CANARY + " 样例 " + random.nextInt(1_000);
            default -> "fuzz";
        };
    }

    /** For a place in the query. */
    String query(Operation operation, String name, JsonNode schema) {
        if (schema.path("enum").isArray()) {
            return pick(schema.path("enum")).asString();
        }
        String path = operation.path();
        return switch (name) {
            case "limit" -> String.valueOf(1 + random.nextInt(20));
            case "cursor" -> pools.any("cursors " + path).orElse("");
            case "after" -> pools.any("needs").orElse("a");
            case "topic" -> path.startsWith("/internal") ? switch (operation.service()) {
                case "intake" -> "twonets.needs.v1";
                case "dispatch" -> "twonets.dispatch.v1";
                default -> "twonets.resolutions.v1";
            } : "twonets.dispatch.v1";
            case "inbox" -> pick(List.of("all", "mine", "held"));
            case "due" -> pick(List.of("soon", "overdue"));
            case "escalated" -> String.valueOf(random.nextBoolean());
            case "status" -> switch (operation.collection()) {
                case "referrals" -> "requested";
                case "needs" -> "CLOSED";
                default -> "assigned";
            };
            case "category" -> pick(CATEGORIES);
            case "urgency" -> "ORDINARY";
            case "unit" -> Ground.VILLAGE;
            case "household" -> ground.usualHousehold();
            case "helper" -> Ground.MEMBER;
            case "provider" -> Ground.PROVIDER;
            case "kind" -> path.endsWith("/coverage-gaps") ? "NOBODY" : "HOUSING";
            case "level" -> "VILLAGE";
            case "state" -> "OPEN";
            case "consumer", "cause" -> "fuzz";
            case "endings" -> "1";
            default -> "fuzz";
        };
    }
}
