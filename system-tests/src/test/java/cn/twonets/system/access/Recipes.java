package cn.twonets.system.access;

import static cn.twonets.system.access.Call.ID;
import static cn.twonets.system.access.Recipe.Shape.BODY;
import static cn.twonets.system.access.Recipe.Shape.BULK;
import static cn.twonets.system.access.Recipe.Shape.ITEM;
import static cn.twonets.system.access.Recipe.Shape.LIST;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/** How each route of the table is called. */
final class Recipes {
    private static final String LETTER = Call.SERVICE + ":twonets.dispatch.v1-0-999999999";
    private static final String NO_UNIT = "411082110999";
    private static final String LATER = "2099-01-01T00:00:00Z";

    private final Map<String, Recipe> recipes = new HashMap<>();
    private final World world;

    Recipes(World world) {
        this.world = world;
        village();
        cases();
        grid();
        aid();
        operations();
        internal();
    }

    Optional<Recipe> of(String route) {
        return Optional.ofNullable(recipes.get(route));
    }

    Set<String> routes() {
        return recipes.keySet();
    }

    private void item(String route, Supplier<String> object, String absent, Call call) {
        recipes.put(route, Recipe.of(ITEM, call, object, absent));
    }

    private void read(String route, Supplier<String> object, String absent) {
        item(route, object, absent, Call.get(named(route)));
    }

    private void act(String route, Supplier<String> object, String absent, String body) {
        recipes.put(route, Recipe.of(ITEM, Call.json("POST", named(route), body), object, absent).consuming());
    }

    private void list(String route, String query, Supplier<String> object) {
        recipes.put(route, Recipe.of(LIST, Call.get(path(route) + query), object, "no-such-object"));
    }

    private void body(String route, Supplier<String> object, String absent, String body) {
        recipes.put(route, Recipe.of(BODY, Call.json("POST", path(route), body), object, absent));
    }

    private void bulk(String route, Supplier<String> object, String absent, String item) {
        recipes.put(route, Recipe.of(BULK, Call.json("POST", path(route), "{\"items\":[" + item + "]}"), object, absent)
                .consuming());
    }

    private static String path(String route) {
        return route.substring(route.indexOf(' ') + 1);
    }

    private static String named(String route) {
        return path(route).replaceFirst("\\{[A-Za-z]+\\}", java.util.regex.Matcher.quoteReplacement(ID));
    }

    /** An id that looks like a made one and is none. */
    private static String absent() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 26);
    }

    private void village() {
        String need = "\"household\":\"" + ID
                + "\",\"category\":\"dispute\",\"urgency\":\"ORDINARY\",\"basis\":{\"kind\":\"DUTY\"}";
        body("POST /api/v1/needs", world::household, absent(), "{" + need + "}");
        bulk("POST /api/v1/need-batches", world::household, absent(), "{\"id\":\"one\"," + need + "}");
        list("GET /api/v1/needs", "?limit=200", world::need);
        read("GET /api/v1/needs/{id}", world::need, absent());
        read("GET /api/v1/needs/{id}/timeline", world::need, absent());
        item("PATCH /api/v1/needs/{id}", world::need, absent(),
                Call.json("PATCH", "/api/v1/needs/" + ID, "{\"stabilityRisk\":\"ORDINARY\"}"));
        act("POST /api/v1/needs/{id}/withdrawal", world::freshCase, absent(), "{\"reason\":\"reported-twice\"}");
        act("POST /api/v1/needs/{id}/confirmation", world::resolved, absent(), "{\"outcome\":\"SOLVED\"}");
        body("POST /api/v1/households", () -> World.VILLAGE, NO_UNIT,
                "{\"unit\":\"" + ID + "\",\"personal\":{\"name\":\"样例户\"},\"facts\":{}}");
        list("GET /api/v1/households", "?limit=200", world::household);
        read("GET /api/v1/households/{id}", world::household, absent());
        item("PATCH /api/v1/households/{id}", world::household, absent(),
                Call.json("PATCH", "/api/v1/households/" + ID, "{\"facts\":{\"members\":2}}"));
        item("POST /api/v1/households/{id}/disclosures", world::household, absent(),
                Call.json("POST", "/api/v1/households/" + ID + "/disclosures",
                        "{\"purpose\":\"home-visit\",\"fields\":[\"names\"]}"));
        item("POST /api/v1/households/{id}/exports", world::household, absent(),
                Call.json("POST", "/api/v1/households/" + ID + "/exports", "{}"));
        act("POST /api/v1/households/{id}/erasure", world::freshHousehold, absent(),
                "{\"reason\":\"registered-in-error\"}");
    }

    private void cases() {
        list("GET /api/v1/cases", "?limit=200", world::need);
        read("GET /api/v1/cases/{id}", world::need, absent());
        read("GET /api/v1/cases/{id}/route", world::need, absent());
        read("GET /api/v1/cases/{id}/timeline", world::need, absent());
        String services = "\"services\":[\"" + world.service() + "\"]";
        String on = "POST /api/v1/cases/{id}/";
        act(on + "acknowledgement", world::freshCase, absent(), "{}");
        act(on + "referrals", world::freshCase, absent(), "{" + services + "}");
        act(on + "resolution", world::freshCase, absent(), "{\"how\":\"mediated\"}");
        act(on + "escalation", world::freshCase, absent(), "{\"reason\":\"too-big\"}");
        act(on + "return", world::freshCase, absent(),
                "{\"reason\":\"elsewhere\",\"proposedOwner\":\"" + world.siblingVillage() + "\"}");
        act(on + "arbitration", world::returned, absent(), "{\"unit\":\"" + World.VILLAGE + "\"}");
        act(on + "plan", world::freshCase, absent(), "{\"reviewAt\":\"" + nextMonth() + "\",\"reason\":\"season\"}");
        act(on + "closure", world::freshCase, absent(), "{\"reason\":\"not-to-be-had\"}");
        String id = "{\"id\":\"" + ID + "\"";
        bulk("POST /api/v1/case-acknowledgements", world::freshCase, absent(), id + "}");
        bulk("POST /api/v1/case-referrals", world::freshCase, absent(), id + "," + services + "}");
        bulk("POST /api/v1/case-resolutions", world::freshCase, absent(), id + ",\"how\":\"mediated\"}");
        body("POST /api/v1/route-previews", () -> World.VILLAGE, NO_UNIT,
                "{\"unit\":\"" + ID + "\",\"category\":\"dispute\"}");
    }

    private static String nextMonth() {
        return java.time.Instant.now(java.time.Clock.systemUTC()).plus(java.time.Duration.ofDays(30)).toString();
    }

    private void grid() {
        for (String part : new String[]{"", "/children", "/appointments", "/responsible"}) {
            read("GET /api/v1/grid-units/{code}" + part, () -> World.VILLAGE, NO_UNIT);
        }
        list("GET /api/v1/coverage-gaps", "?kind=NOBODY&level=GROUP&limit=200", world::gap);
        body("POST /api/v1/appointments", () -> World.VILLAGE, NO_UNIT,
                "{\"unit\":\"" + ID + "\",\"post\":\"access-made:x\",\"capacity\":\"MEMBER\"}");
        act("POST /api/v1/appointments/{id}/ending", world::freshAppointment, absent(), "{}");
        String appointment = world.freshAppointment();
        body("POST /api/v1/absences", () -> appointment, absent(),
                "{\"appointment\":\"" + ID + "\",\"from\":\"2098-01-01T00:00:00Z\",\"to\":\"" + LATER + "\"}");
        recipes.put("POST /api/v1/grid-imports", Recipe.role(
                new Call("POST", "/api/v1/grid-imports?mode=preview", "text/csv", "code,name,level,parent\n"), 200,
                422));
        recipes.put("GET /api/v1/grid-imports/{number}", Recipe.role(Call.get("/api/v1/grid-imports/1"), 200));
    }

    private void aid() {
        recipes.put("GET /api/v1/aid-services", Recipe.role(Call.get("/api/v1/aid-services"), 200));
        read("GET /api/v1/aid-services/{id}", world::service, absent());
        body("POST /api/v1/aid-services", () -> World.PROVIDER, "no-such-provider", "{\"provider\":\"" + ID
                + "\",\"name\":\"样例\",\"kinds\":[\"MEDICAL\"],\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":1}");
        read("GET /api/v1/aid-services/{id}/capacity", world::service, absent());
        item("PUT /api/v1/aid-services/{id}/capacity", world::service, absent(),
                Call.json("PUT", "/api/v1/aid-services/" + ID + "/capacity", "{\"units\":1000}"));
        read("GET /api/v1/matches/{needId}", world::referredNeed, absent());
        item("GET /api/v1/referrals", () -> World.PROVIDER, "no-such-provider",
                Call.get("/api/v1/referrals?provider=" + ID));
        read("GET /api/v1/referrals/{id}", world::referredNeed, absent());
        read("GET /api/v1/referrals/{id}/timeline", world::referredNeed, absent());
        act("POST /api/v1/referrals/{id}/acceptance", world::offered, absent() + ".1", "{}");
        act("POST /api/v1/referrals/{id}/refusal", world::offered, absent() + ".1", "{\"reason\":\"other\"}");
        act("POST /api/v1/referrals/{id}/delivery", world::accepted, absent() + ".1", "{\"evidence\":\"sample\"}");
        bulk("POST /api/v1/referral-acceptances", world::offered, absent() + ".1", "{\"id\":\"" + ID + "\"}");
        bulk("POST /api/v1/referral-deliveries", world::accepted, absent() + ".1",
                "{\"id\":\"" + ID + "\",\"evidence\":\"sample\"}");
    }

    /** Letters that exist are judged by their own test; here an operator is told that there is none, the others 403. */
    private void operations() {
        String letters = "/api/v1/dead-letters/" + LETTER;
        recipes.put("GET /api/v1/dead-letters", Recipe.role(Call.get("/api/v1/dead-letters"), 200));
        recipes.put("GET /api/v1/dead-letters/{id}", Recipe.role(Call.get(letters), 404));
        recipes.put("POST /api/v1/dead-letters/{id}/replay",
                Recipe.role(Call.json("POST", letters + "/replay", "{}"), 404));
        recipes.put("POST /api/v1/dead-letters/{id}/discard",
                Recipe.role(Call.json("POST", letters + "/discard", "{\"reason\":\"TEST\"}"), 404));
        recipes.put("POST /api/v1/dead-letter-replays", Recipe.role(
                Call.json("POST", "/api/v1/dead-letter-replays", "{\"items\":[{\"id\":\"" + LETTER + "\"}]}"), 200));
        recipes.put("POST /api/v1/dead-letter-discards", Recipe.role(Call.json("POST", "/api/v1/dead-letter-discards",
                "{\"items\":[{\"id\":\"" + LETTER + "\",\"reason\":\"TEST\"}]}"), 200));
        String runs = "/api/v1/reconciliations/" + Call.SERVICE;
        recipes.put("POST /api/v1/reconciliations/{service}",
                Recipe.role(Call.json("POST", runs, "{\"heal\":false}"), 201));
        recipes.put("GET /api/v1/reconciliations/{service}", Recipe.role(Call.get(runs), 200));
        recipes.put("GET /api/v1/reconciliations/{service}/latest", Recipe.role(Call.get(runs + "/latest"), 200, 404));
        recipes.put("GET /api/v1/reconciliations/{service}/{id}", Recipe.role(Call.get(runs + "/none"), 404));
    }

    private void internal() {
        recipes.put("POST /internal/facts", Recipe.role(Call.json("POST", "/internal/facts",
                "{\"needs\":[\"" + world.need() + "\"],\"facts\":[\"members\"]}"), 200));
        recipes.put("GET /internal/states",
                Recipe.role(Call.get("/internal/states?topic=" + Call.TOPIC + "&limit=1"), 200));
        recipes.put("GET /internal/states/{id}", Recipe.role(
                Call.get("/internal/states/" + world.referredNeed() + "?topic=" + Call.TOPIC), 200));
    }
}
