package cn.twonets.system.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.system.kit.Tokens;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** The village that requests are about: objects in every state that an operation needs, and callers who may call it. */
final class Ground {
    static final String VILLAGE = County.VILLAGE;
    static final String PROVIDER = "housing-bureau";
    static final String OFFICE = "assistance-office:411082";
    static final String OPERATOR = "operator:411082";
    static final String DEPARTMENT = "department:" + PROVIDER;
    static final String MEMBER = County.VILLAGE_MEMBER.value();
    static final String LEADER = County.VILLAGE_LEADER.value();

    /** Tokens last an hour; long runs need new ones. */
    private static final Duration RENEWED = Duration.ofMinutes(20);
    /** Of units, for all referrals that are under way. */
    private static final int ENOUGH = 1_000;

    private final County county;
    private final Tokens tokens;
    private final Clock clock = Clock.systemUTC();
    private final Map<String, Token> signed = new HashMap<>();
    private final Map<String, String> arbiters = new HashMap<>();
    private final String sibling;
    private String service;
    private String household;

    private record Token(String text, Instant made) {}

    Ground(RunningProduct product) throws IOException {
        county = new County(product.api());
        tokens = Tokens.of(product);
        String area = county.read(new PostId(OFFICE), "/api/v1/grid-units/" + VILLAGE).path("parent").asString();
        sibling = siblingIn(area);
        service = provided();
        household = household();
    }

    private String provided() {
        return id(county.post(new PostId(OFFICE), "/api/v1/aid-services", Map.of(
                "provider", PROVIDER, "name", "样例服务", "kinds", Set.of("HOUSING"), "areas", Set.of("411082"),
                "period", "YEAR", "units", 100_000)).body());
    }

    private String siblingIn(String area) {
        for (JsonNode one : county.read(new PostId(OFFICE), "/api/v1/grid-units/" + area + "/children").path("items")) {
            if (!one.path("code").asString().equals(VILLAGE)) {
                return one.path("code").asString();
            }
        }
        throw new IllegalStateException("the village has no sibling");
    }

    private static String id(JsonNode body) {
        assertThat(body.path("id").asString("")).as(body.toString()).isNotEmpty();
        return body.path("id").asString();
    }

    /** A token of somebody with these roles. */
    String token(String post, List<String> roles) {
        Token known = signed.get(post + roles);
        Instant now = clock.instant();
        if (known == null || known.made().plus(RENEWED).isBefore(now)) {
            known = new Token(tokens.of(post, roles), now);
            signed.put(post + roles, known);
        }
        return known.text();
    }

    /** The roles that the word in front of a post's colon stands for. */
    static List<String> rolesOf(String post) {
        String word = post.substring(0, Math.max(0, post.indexOf(':')));
        if (word.endsWith("-leader") || word.endsWith("-deputy") || word.equals("city-desk")) {
            return List.of("grid-leader", "grid-member");
        }
        return word.endsWith("-member") ? List.of("grid-member") : List.of(word);
    }

    String sibling() {
        return sibling;
    }

    String service() {
        return service;
    }

    /** One with open needs. */
    String usualHousehold() {
        return household;
    }

    String household() {
        return id(county.post(new PostId(MEMBER), "/api/v1/households", Map.of(
                "unit", VILLAGE, "personal", Map.of("name", "样例户"),
                "facts", Map.of("dwellingGrade", "D", "members", 1))).body());
    }

    /** A case that the village must handle. */
    String assigned() {
        String id = reported("dispute");
        county.awaitCase(id, "ASSIGNED");
        return id;
    }

    /** Of a new household, once the one before was erased or moved by what was sent. */
    private String reported(String category) {
        if (!county.get(County.VILLAGE_MEMBER, "/api/v1/households/" + household).isSuccess()) {
            household = household();
        }
        return county.report(household, category);
    }

    /** A need whose resolution the household has not confirmed. */
    String resolved() {
        String id = assigned();
        county.resolve(id, County.VILLAGE_LEADER);
        county.awaitNeed(id, "AWAITING_CONFIRMATION");
        return id;
    }

    /** A case that its village sent back. */
    String returned() {
        String id = assigned();
        County.ok(county.act(id, County.VILLAGE_LEADER, "return",
                Map.of("reason", "elsewhere", "proposedOwner", sibling)));
        arbiters.put(id, county.awaitCase(id, "RETURNED").path("responsible").path("post").asString());
        return id;
    }

    /** Who settles the return of that case. */
    String arbiter(String id) {
        return arbiters.getOrDefault(id, LEADER);
    }

    /** A referral that the provider is asked for. */
    String offered() {
        JsonNode pool = county.read(new PostId(OFFICE), "/api/v1/aid-services/" + service + "/capacity");
        if (pool.path("available").asInt() < ENOUGH) {
            // what was sent took its capacity
            service = provided();
        }
        String id = reported("housing");
        county.awaitMatch(id, match -> !match.path("candidates").isEmpty());
        county.refer(id, County.VILLAGE_LEADER, service);
        return county.awaitReferral(id, "requested").path("id").asString();
    }

    /** A referral that the provider has taken on. */
    String accepted() {
        String id = offered();
        County.ok(county.post(new PostId(DEPARTMENT), "/api/v1/referrals/" + id + "/acceptance", Map.of()));
        return id;
    }

    /** One that nobody acts for. */
    String provider() {
        return id(county.post(new PostId(OFFICE), "/api/v1/providers",
                Map.of("id", newProvider(), "name", "样例单位", "kind", "OTHER")).body());
    }

    /** A provider with the clerk that it would have by its name. */
    String manned() {
        String id = provider();
        County.ok(county.post(new PostId(OFFICE), "/api/v1/providers/" + id + "/clerks", Map.of("post", clerkOf(id))));
        return id;
    }

    static String clerkOf(String provider) {
        return "department:" + provider;
    }

    /** A code in letters alone: digits might look like somebody's number. */
    static String newProvider() {
        return "fuzz-" + UUID.randomUUID().toString().replaceAll("[-0-9]", "x");
    }

    String appointment() {
        return id(county.post(new PostId(OFFICE), "/api/v1/appointments",
                Map.of("unit", VILLAGE, "post", County.label("fuzz-extra:"), "capacity", "MEMBER")).body());
    }

    /** The number of an import that was decided. */
    String decidedImport() throws IOException {
        String csv = "id,unit,post,capacity\nfuzz-import," + VILLAGE + ",fuzz-extra:import,MEMBER\n";
        JsonNode decided = County.ok(county.api().post(new PostId(OFFICE), "/api/v1/grid-imports?mode=apply",
                csv.getBytes(StandardCharsets.UTF_8), "text/csv", UUID.randomUUID().toString()));
        return decided.path("number").asString();
    }

    /** A run of a service's reconciliation that has ended. */
    String run(String ofService) {
        String path = "/api/v1/reconciliations/" + ofService;
        String id = id(county.post(new PostId(OPERATOR), path, Map.of("heal", false)).body());
        county.awaitJson(new PostId(OPERATOR), path + "/" + id, run -> run.path("status").asString("").equals("DONE"));
        return id;
    }

    /** The ids of all dead letters, once each service has so many: whoever acts on one uses it up. */
    List<String> letters(Set<String> services, int each) {
        JsonNode page = county.awaitJson(new PostId(OPERATOR), "/api/v1/dead-letters?limit=200",
                letters -> services.stream()
                        .allMatch(one -> ids(letters).filter(id -> id.startsWith(one + ":")).count() >= each));
        return ids(page).toList();
    }

    private static Stream<String> ids(JsonNode page) {
        return page.path("items").valueStream().map(item -> item.path("id").asString(""));
    }

    /** Nothing is under way any more that a request began. */
    void awaitQuiet() {
        String last = assigned();
        await().atMost(Duration.ofMinutes(1)).until(() -> county.get(County.VILLAGE_LEADER, "/api/v1/matches/" + last)
                .status() == 200);
    }
}
