package cn.twonets.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.system.kit.Tokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** The objects that calls are about, all in one village, and callers in every relation to it. */
final class World {
    static final String VILLAGE = County.VILLAGE;
    static final String PROVIDER = "housing-bureau";
    static final String OTHER_PROVIDER = "education-bureau";

    private static final PostId OFFICE = new PostId("assistance-office:411082");
    private static final String FAR_VILLAGE = "411082101001";
    private static final String GAP = VILLAGE + "-G02";
    private static final String NEW_GAP = VILLAGE + "-G03";

    private final RunningProduct product;
    private final County county;
    private final Tokens tokens;
    private final Map<Relation, String> units = new EnumMap<>(Relation.class);
    private final String sibling;
    private final String household;
    private final String service;
    private final String otherService;
    private final String need;
    private final String referral;

    World(RunningProduct product) throws IOException {
        this.product = product;
        county = new County(product.api());
        tokens = Tokens.of(product);
        String area = county.read(OFFICE, "/api/v1/grid-units/" + VILLAGE).path("parent").asString();
        sibling = sibling(area);
        units.put(Relation.OWN, VILLAGE);
        units.put(Relation.CHILD, VILLAGE + "-G01");
        units.put(Relation.PARENT, area);
        units.put(Relation.SIBLING, sibling);
        units.put(Relation.COUSIN, FAR_VILLAGE);
        units.forEach((relation, unit) -> {
            appoint("access-member:" + unit, unit, "MEMBER");
            appoint("access-leader:" + unit, unit, relation == Relation.CHILD ? "MEMBER" : "DEPUTY");
        });
        leave(GAP);
        household = freshHousehold();
        service = publish(PROVIDER);
        otherService = publish(OTHER_PROVIDER);
        need = freshCase();
        referral = offered();
        awaitKnownEverywhere();
    }

    private String sibling(String area) {
        for (JsonNode one : county.read(OFFICE, "/api/v1/grid-units/" + area + "/children").path("items")) {
            if (!one.path("code").asString().equals(VILLAGE)) {
                return one.path("code").asString();
            }
        }
        throw new IllegalStateException("the village has no sibling");
    }

    private static String made(JsonNode body) {
        assertThat(body.path("id").asString("")).as(body.toString()).isNotEmpty();
        return body.path("id").asString();
    }

    private String appoint(String post, String unit, String capacity) {
        return made(county.post(OFFICE, "/api/v1/appointments",
                Map.of("unit", unit, "post", post, "capacity", capacity)).body());
    }

    private String publish(String provider) {
        return made(county.post(OFFICE, "/api/v1/aid-services", Map.of(
                "provider", provider, "name", "样例服务", "kinds", Set.of("HOUSING"), "areas", Set.of("411082"),
                "period", "YEAR", "units", 1_000)).body());
    }

    /** Ends all appointments of a unit. */
    private void leave(String unit) {
        for (JsonNode one : county.read(OFFICE, "/api/v1/grid-units/" + unit + "/appointments").path("items")) {
            County.ok(county.post(OFFICE, "/api/v1/appointments/" + one.path("id").asString() + "/ending", Map.of()));
        }
    }

    /** The topic of the grid is in order: once the last appointment is known to a service, all are. */
    private void awaitKnownEverywhere() {
        String last = "access-last:" + VILLAGE;
        appoint(last, VILLAGE, "MEMBER");
        String token = tokens.of(last, List.of("grid-member"));
        for (String path : List.of("/api/v1/needs/" + need, "/api/v1/cases/" + need,
                "/api/v1/matches/" + referredNeed())) {
            await(path).atMost(Duration.ofSeconds(60))
                    .until(() -> Call.get(path).send(product.ports().gatewayUri(), token).status() == 200);
        }
    }

    /** The door. */
    URI door() {
        return product.ports().gatewayUri();
    }

    /** The services that serve a route themselves. */
    List<Served> behind(String route) {
        String path = route.substring(route.indexOf(' ') + 1);
        Served intake = new Served("intake", "twonets.needs.v1", product.ports().intakeUri());
        Served dispatch = new Served("dispatch", "twonets.dispatch.v1", product.ports().dispatchUri());
        Served resource = new Served("resource", "twonets.resolutions.v1", product.ports().resourceUri());
        if (path.matches("(/api/v1/(dead-letter.*|reconciliations)|/internal/states)(/.*)?")) {
            return List.of(intake, dispatch, resource);
        }
        if (path.matches("/api/v1/(needs|need-batches|households)(/.*)?|/internal/facts")) {
            return List.of(intake);
        }
        return List.of(path.matches("/api/v1/(providers|aid-services|matches|referral.*)(/.*)?") ? resource : dispatch);
    }

    /** The same through the door. */
    List<Served> throughTheDoor(String route) {
        return behind(route).stream().map(one -> new Served(one.service(), one.topic(), door())).toList();
    }

    /** The callers of a role in these relations; those that no post can have are left out. */
    List<Caller> callers(String role, Set<Relation> relations) {
        List<Caller> callers = new ArrayList<>();
        for (Relation relation : relations) {
            String post = post(role, relation);
            callers.add(new Caller(role, relation, post, tokens.of(post, List.of(role))));
        }
        return callers;
    }

    /** What somebody is told through the door; it must be told. */
    String told(String role, Relation relation, String path) {
        RawCall.Response answer = Call.get(path).send(door(), callers(role, Set.of(relation)).getFirst().token());
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.body().toString();
    }

    private String post(String role, Relation relation) {
        return switch (role) {
            case "grid-member", "grid-leader" -> role.replace("grid-", "access-") + ":"
                    + (relation == Relation.NONE ? "nowhere" : units.get(relation));
            case "department" -> switch (relation) {
                case OWN -> "department:" + PROVIDER;
                case OTHER -> "department:" + OTHER_PROVIDER;
                default -> "department:nobody";
            };
            case "household-facts", "service" -> "resource-service";
            case "a-role-of-tomorrow" -> "access-member:" + VILLAGE;
            default -> role + ":" + (relation == Relation.NONE ? "nowhere" : "411082");
        };
    }

    /** Relations in which a role that is forbidden anyway is tried: those that would see most and least. */
    static Set<Relation> extremes(String role) {
        return switch (role) {
            case "grid-member", "grid-leader" -> Set.of(Relation.OWN, Relation.PARENT, Relation.NONE);
            case "department" -> Set.of(Relation.OWN, Relation.OTHER, Relation.NONE);
            case "assistance-office", "supervisor", "operator" -> Set.of(Relation.PARENT, Relation.NONE);
            default -> Set.of(Relation.NONE);
        };
    }

    String household() {
        return household;
    }

    String need() {
        return need;
    }

    String service() {
        return service;
    }

    /** The need of a referral that the provider was asked for, and has not answered. */
    String referredNeed() {
        return referral.substring(0, referral.lastIndexOf('.'));
    }

    String siblingVillage() {
        return sibling;
    }

    /** A group of the village that nobody holds. */
    String gap() {
        return GAP;
    }

    /** One more group that nobody holds; the first time only. */
    String freshGap() {
        leave(NEW_GAP);
        return NEW_GAP;
    }

    /** A household of the village without any need. */
    String freshHousehold() {
        return made(county.post(County.VILLAGE_MEMBER, "/api/v1/households", Map.of(
                "unit", VILLAGE, "personal", Map.of("name", "样例户"),
                "facts", Map.of("dwellingGrade", "D", "members", 1))).body());
    }

    String freshAppointment() {
        return appoint(County.label("access-extra:"), VILLAGE, "MEMBER");
    }

    /** A code that no provider has. */
    static String freshCode() {
        return County.label("access-");
    }

    String freshProvider() {
        return made(county.post(OFFICE, "/api/v1/providers",
                Map.of("id", freshCode(), "name", "样例单位", "kind", "OTHER")).body());
    }

    String freshService() {
        return publish(PROVIDER);
    }

    /** A post that acts for the provider. */
    String freshClerk() {
        String post = County.label("access-clerk:");
        return County.ok(county.post(OFFICE, "/api/v1/providers/" + PROVIDER + "/clerks", Map.of("post", post)))
                .path("post").asString();
    }

    /** A case that the village must handle. */
    String freshCase() {
        String id = county.report(household, "dispute");
        county.awaitCase(id, "ASSIGNED");
        return id;
    }

    /** A need whose resolution the household has not confirmed. */
    String resolved() {
        String id = freshCase();
        county.resolve(id, County.VILLAGE_LEADER);
        county.awaitNeed(id, "AWAITING_CONFIRMATION");
        return id;
    }

    /** A case that its village sent back, for the sibling. */
    String returned() {
        String id = freshCase();
        County.ok(county.act(id, County.VILLAGE_LEADER, "return",
                Map.of("reason", "elsewhere", "proposedOwner", sibling)));
        return id;
    }

    /** A referral that the provider is asked for. */
    String offered() {
        String id = county.report(household, "housing");
        county.awaitMatch(id, match -> !match.path("candidates").isEmpty());
        county.refer(id, County.VILLAGE_LEADER, service);
        return county.awaitReferral(id, "requested").path("id").asString();
    }

    /** The need of a referral that the provider refused and the other one is asked for now. */
    String passedOn() {
        String need = county.report(household, "housing");
        county.awaitMatch(need, match -> match.path("candidates").size() > 1);
        county.refer(need, County.VILLAGE_LEADER, service, otherService);
        County.ok(county.answer(county.awaitReferral(need, "requested"), "refusal", Map.of("reason", "other")));
        county.awaitJson(County.VILLAGE_LEADER, "/api/v1/referrals/" + need,
                body -> body.path("provider").asString("").equals(OTHER_PROVIDER));
        return need;
    }

    String otherService() {
        return otherService;
    }

    /** A referral that the provider has taken on. */
    String accepted() {
        String id = offered();
        County.ok(county.post(new PostId("department:" + PROVIDER), "/api/v1/referrals/" + id + "/acceptance",
                Map.of()));
        return id;
    }
}
