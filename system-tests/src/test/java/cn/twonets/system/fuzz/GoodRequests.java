package cn.twonets.system.fuzz;

import cn.twonets.system.kit.County;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Requests as they should be, made from what the document says and from what is there. */
final class GoodRequests {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String BOUNDARY = "fuzz-boundary";

    private final Ground ground;
    private final Pools pools;
    private final SplittableRandom random;
    private final GoodValues values;

    GoodRequests(Ground ground, Pools pools, SplittableRandom random) {
        this.ground = ground;
        this.pools = pools;
        this.random = random;
        this.values = new GoodValues(ground, pools, random);
    }

    /** @param fresh whether what it is about shall be made for it, in the state that it needs */
    Draft of(Operation operation, boolean fresh) {
        String made = fresh ? fresh(operation) : null;
        String object = made == null ? known(operation) : made;
        boolean atDoor = operation.hasDoor() && random.nextInt(10) < 7;
        String path = operation.path().replace("{post}", encoded(Ground.clerkOf(object)));
        Draft draft = new Draft(operation, atDoor, path.replaceAll("\\{[^}]+}", encoded(object)));
        draft.post = caller(operation, object);
        draft.roles = operation.path().equals("/internal/facts")
                ? List.of("household-facts")
                : operation.path().startsWith("/internal/") ? List.of("service") : Ground.rolesOf(draft.post);
        parameters(draft);
        draft.header("Accept", "application/json, application/problem+json");
        if (random.nextInt(3) == 0) {
            draft.header("Accept-Language", "en");
        }
        // bulk operations name what they are about in their items
        String named = operation.path().contains("{") ? null : made;
        operation.firstContent().ifPresent(content -> body(draft, content, named));
        return draft;
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
    }

    private String known(Operation operation) {
        String kind = Pools.kind(operation);
        if (kind.equals("referrals") && operation.method().equals("GET") && random.nextBoolean()) {
            kind = "needs";
        }
        return pools.any(kind).orElse("no-such-thing");
    }

    /** A thing made for this; null where anything will do. */
    private @Nullable String fresh(Operation operation) {
        String path = operation.path().replace("/api/v1", "");
        return switch (operation.method() + " " + path) {
            case "POST /needs/{id}/confirmation" -> ground.resolved();
            case "POST /cases/{id}/arbitration" -> ground.returned();
            case "POST /referrals/{id}/acceptance", "POST /referrals/{id}/refusal",
                    "POST /referral-acceptances" -> ground
                            .offered();
            case "POST /referrals/{id}/delivery", "POST /referral-deliveries" -> ground.accepted();
            case "POST /appointments/{id}/ending", "POST /absences" -> ground.appointment();
            case "POST /households/{id}/erasure" -> ground.household();
            case "GET /households/{id}", "PATCH /households/{id}", "POST /households/{id}/exports",
                    "POST /households/{id}/disclosures" -> ground.usualHousehold();
            case "GET /aid-services/{id}", "GET /aid-services/{id}/capacity",
                    "PUT /aid-services/{id}/capacity" -> ground
                            .service();
            case "GET /providers/{id}", "PATCH /providers/{id}", "GET /providers/{id}/clerks",
                    "POST /providers/{id}/clerks" -> ground.provider();
            case "GET /providers/{id}/clerks/{post}", "POST /providers/{id}/clerks/{post}/ending" -> ground.manned();
            case "GET /matches/{needId}", "GET /referrals/{id}", "GET /referrals/{id}/timeline" -> needOf(
                    ground.offered());
            case "GET /reconciliations/intake/{id}", "GET /reconciliations/intake/latest" -> ground.run("intake");
            case "GET /reconciliations/dispatch/{id}", "GET /reconciliations/dispatch/latest" -> ground.run("dispatch");
            case "GET /reconciliations/resource/{id}", "GET /reconciliations/resource/latest" -> ground.run("resource");
            case "GET /grid-units/{code}", "GET /grid-units/{code}/children", "GET /grid-units/{code}/appointments",
                    "GET /grid-units/{code}/responsible" -> Ground.VILLAGE;
            case "POST /dead-letters/{id}/replay", "POST /dead-letters/{id}/discard", "POST /dead-letter-replays",
                    "POST /dead-letter-discards" -> pools.take(Pools.kind(operation)).orElse(null);
            default -> path.startsWith("/cases/{id}") || path.startsWith("/needs/{id}") || path.startsWith("/case-")
                    || path.equals("/internal/states/{id}") && operation.service().equals("intake")
                            ? ground.assigned()
                            : path.equals("/internal/states/{id}") ? needOf(ground.offered()) : null;
        };
    }

    private static String needOf(String referral) {
        return referral.substring(0, referral.lastIndexOf('.'));
    }

    private String caller(Operation operation, String object) {
        String path = operation.path().replace("/api/v1", "");
        boolean reads = operation.method().equals("GET");
        if (path.startsWith("/internal/")) {
            return "resource-service";
        }
        return switch (operation.collection()) {
            case "dead-letters", "dead-letter-replays", "dead-letter-discards", "reconciliations" -> Ground.OPERATOR;
            case "appointments", "absences", "grid-imports", "providers" -> Ground.OFFICE;
            case "aid-services" -> reads && !path.endsWith("/capacity")
                    ? Ground.LEADER
                    : random.nextBoolean() ? Ground.OFFICE : Ground.DEPARTMENT;
            case "referrals", "referral-acceptances", "referral-deliveries" -> Ground.DEPARTMENT;
            case "households" -> path.endsWith("/erasure") || path.endsWith("/exports") ? Ground.OFFICE : Ground.MEMBER;
            case "needs", "need-batches" -> Ground.MEMBER;
            case "cases" -> path.endsWith("/arbitration") ? ground.arbiter(object) : Ground.LEADER;
            default -> Ground.LEADER;
        };
    }

    private void parameters(Draft draft) {
        for (JsonNode reference : draft.operation.parameters()) {
            JsonNode parameter = draft.operation.resolved(reference);
            String name = parameter.path("name").asString();
            boolean wanted = parameter.path("required").asBoolean(false) || random.nextInt(3) == 0;
            switch (parameter.path("in").asString()) {
                case "query" -> {
                    if (wanted) {
                        draft.query.add(name + "=" + encoded(values.query(draft.operation, name,
                                draft.operation.resolved(parameter.path("schema")))));
                    }
                }
                case "header" -> {
                    if (wanted) {
                        draft.header(name, name.equals("If-Match") ? "*" : UUID.randomUUID().toString());
                    }
                }
                default -> {
                    // the places of the path are filled already
                }
            }
        }
    }

    private void body(Draft draft, Map.Entry<String, JsonNode> content, @Nullable String object) {
        if (content.getKey().startsWith("multipart/")) {
            draft.header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY);
            boolean apply = draft.query.stream().anyMatch("mode=apply"::equals);
            draft.body = apply
                    ? multipart(part("appointments", County.label("id,unit,post,capacity\nfuzz-") + ","
                            + Ground.VILLAGE + ",fuzz-extra:" + random.nextInt(1_000) + ",MEMBER\n"))
                    : multipart(part("units", "code,name,level,parent\n411082,长葛市,CITY,\n411082100,样例镇,TOWN,411082\n"),
                            part("appointments",
                                    "id,unit,post,capacity\nfuzz-1,411082100,town-leader:411082100,LEADER\n"));
            return;
        }
        draft.header("Content-Type", content.getKey());
        JsonNode schema = draft.operation.resolved(content.getValue().path("schema"));
        ObjectNode tree = (ObjectNode) values.of(draft.operation, "", schema);
        if (tree.has("items") && draft.operation.resolved(schema.path("properties").path("items").path("items"))
                .isEmpty()) {
            ArrayNode items = tree.putArray("items");
            int count = 1 + random.nextInt(3);
            for (int i = 0; i < count; i++) {
                items.add(item(draft.operation, i == 0 ? object : null));
            }
        }
        if (draft.operation.path().equals("/api/v1/absences") && object != null) {
            tree.put("appointment", object);
        }
        draft.tree = tree;
    }

    /** Items have no schema of their own in the document: each is judged alone. */
    private ObjectNode item(Operation operation, @Nullable String object) {
        ObjectNode item = JSON.createObjectNode();
        if (operation.collection().equals("need-batches")) {
            JsonNode need = operation.document().at("/components/schemas/NeedBody");
            item = (ObjectNode) values.of(operation, "", need);
            return item.put("id", "fuzz-" + UUID.randomUUID());
        }
        item.put("id", Optional.ofNullable(object).or(() -> pools.any(Pools.kind(operation))).orElse("no-such-thing"));
        switch (operation.collection()) {
            case "case-referrals" -> item.putArray("services").add(ground.service());
            case "case-resolutions" -> item.put("how", "mediated");
            case "referral-deliveries" -> item.put("evidence", "report/2026-1");
            case "dead-letter-discards" -> item.put("reason", "TEST");
            default -> {
                // the id is all
            }
        }
        return item;
    }

    private static String part(String name, String content) {
        return "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + name
                + ".csv\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n";
    }

    private static byte[] multipart(String... parts) {
        return (String.join("", parts) + "--" + BOUNDARY + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
