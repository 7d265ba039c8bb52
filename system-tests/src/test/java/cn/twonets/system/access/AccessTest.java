package cn.twonets.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import cn.twonets.system.kit.RawCall.Response;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route, called by every role in every relation to the object, answers as {@code access.csv} says: at the door and
 * at the service behind it. What is denied as absent is compared with what really is absent; then somebody who is allowed
 * does the very same to the very same object.
 */
class AccessTest {
    private static final AccessTable TABLE = AccessTable.read();

    @TempDir
    private static Path folder;

    private static RunningProduct product;
    private static World world;
    private static Recipes recipes;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(folder.resolve("county"));
        world = new World(product);
        recipes = new Recipes(world);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    static Stream<String> guarded() {
        return TABLE.routes().stream().filter(route -> !TABLE.isOpen(route));
    }

    @Test
    void knowsHowToCallEveryGuardedRoute() {
        assertThat(recipes.routes()).containsExactlyInAnyOrderElementsOf(guarded().toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guarded")
    void answersEveryCallerAsTheTableSays(String route) {
        Recipe recipe = recipes.of(route).orElseThrow();
        String object = recipe.object().get();
        Map<Caller, Expected> cells = cells(route);
        SoftAssertions softly = new SoftAssertions();
        for (Served served : served(route)) {
            Response nobody = recipe.call().about(object).at(served).send(served.root(), null);
            softly.assertThat(nobody.status()).as("without a token at %s", served).isEqualTo(401);
            softly.assertThat(nobody.body().path("type").asString("")).isEqualTo("/problems/token-missing");
            cells.forEach((caller, expected) -> {
                if (expected != Expected.ALLOWED) {
                    denied(softly, route, recipe, object, served, caller, expected);
                }
            });
        }
        List<Caller> allowed = new ArrayList<>();
        cells.forEach((caller, expected) -> {
            if (expected == Expected.ALLOWED) {
                allowed.add(caller);
            }
        });
        softly.assertThat(allowed).as("somebody must be allowed, or the denials prove nothing").isNotEmpty();
        for (int i = 0; i < allowed.size(); i++) {
            String its = i > 0 && recipe.consumed() ? recipe.object().get() : object;
            List<Served> places = recipe.shape() == Recipe.Shape.ROLE
                    ? served(route)
                    : List.of(served(route).getFirst());
            for (Served served : places) {
                allowed(softly, recipe, its, served, allowed.get(i));
            }
        }
        softly.assertAll();
    }

    private static Map<Caller, Expected> cells(String route) {
        Map<Caller, Expected> cells = new LinkedHashMap<>();
        for (String role : AccessTable.ROLES) {
            Map<Relation, Expected> expected = TABLE.of(route, role, World.extremes(role));
            world.callers(role, expected.keySet()).forEach(one -> cells.put(one, expected.get(one.relation())));
        }
        return cells;
    }

    /** The door first, where it leads there; then each service that serves the route itself. */
    private static List<Served> served(String route) {
        List<Served> all = new ArrayList<>(
                route.contains(" /internal/") ? List.<Served>of() : world.throughTheDoor(route));
        all.addAll(world.behind(route));
        return all;
    }

    private static void denied(SoftAssertions softly, String route, Recipe recipe, String object, Served served,
            Caller caller, Expected expected) {
        Response there = recipe.call().about(object).at(served).send(served.root(), caller.token());
        Response none = recipe.call().about(recipe.absent()).at(served).send(served.root(), caller.token());
        String what = caller + " at " + served + " was told " + there.status() + " " + there.body();
        if (expected == Expected.FORBIDDEN) {
            softly.assertThat(status(recipe, there)).as(what).isEqualTo(403);
        } else {
            switch (recipe.shape()) {
                case ITEM -> softly.assertThat(there.status()).as(what).isEqualTo(404);
                case BODY -> softly.assertThat(there.status()).as(what).isIn(404, 422);
                case BULK -> softly.assertThat(status(recipe, there)).as(what).isIn(404, 422);
                case LIST -> {
                    softly.assertThat(there.status()).as(what).isEqualTo(200);
                    softly.assertThat(there.body().path("items").toString()).as(what).doesNotContain(object);
                }
                case ROLE -> softly.fail(what + ": there is nothing here that could be absent");
            }
        }
        if (expected == Expected.ABSENT || !TABLE.names(route, caller.role())) {
            softly.assertThat(shown(there, object)).as("%s, compared with what does not exist", caller)
                    .isEqualTo(shown(none, recipe.absent()));
        }
    }

    private static void allowed(SoftAssertions softly, Recipe recipe, String object, Served served, Caller caller) {
        Response answer = recipe.call().about(object).at(served).send(served.root(), caller.token());
        String what = caller + " at " + served + " was told " + answer.status() + " " + answer.body();
        softly.assertThat(recipe.good()).as(what).contains(answer.status());
        switch (recipe.shape()) {
            case LIST -> softly.assertThat(answer.body().path("items").toString()).as(what).contains(object);
            case BULK -> softly.assertThat(answer.body().path("items").path(0).path("result").asString("")).as(what)
                    .isIn("CREATED", "DONE");
            default -> {
            }
        }
    }

    /** Of a bulk answer, the status of its only item's problem. */
    private static int status(Recipe recipe, Response answer) {
        return recipe.shape() == Recipe.Shape.BULK && answer.status() == 200
                ? answer.body().path("items").path(0).path("problem").path("status").asInt(200)
                : answer.status();
    }

    /** All that a caller can see of an answer, but for what differs from request to request. */
    private static String shown(Response answer, String object) {
        Map<String, String> headers = new TreeMap<>(answer.headers());
        headers.keySet().removeAll(List.of("date", "content-length", "x-correlation-id", "traceparent", "connection",
                "keep-alive", "transfer-encoding"));
        return (answer.status() + " " + headers + " " + answer.body()).replace(object, "ID")
                .replaceAll("\"traceId\":\"[^\"]*\"", "\"traceId\":\"\"");
    }

    /** What is new in each list, once it has happened. */
    static Stream<Arguments> lists() {
        return Stream.of(
                arguments("GET /api/v1/needs", (Supplier<String>) () -> world.freshCase()),
                arguments("GET /api/v1/cases", (Supplier<String>) () -> world.freshCase()),
                arguments("GET /api/v1/households", (Supplier<String>) () -> world.freshHousehold()),
                arguments("GET /api/v1/coverage-gaps", (Supplier<String>) () -> world.freshGap()));
    }

    /** Neither by its items nor by where its pages end does a list tell that something happened elsewhere. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("lists")
    void saysNothingInListsOfWhatHappensElsewhere(String route, Supplier<String> happens) {
        Call call = recipes.of(route).orElseThrow().call();
        List<Call> pages = List.of(call, new Call(call.method(), call.path().replace("limit=200", "limit=1"), null,
                null));
        List<Caller> strangers = new ArrayList<>();
        List<Caller> concerned = new ArrayList<>();
        cells(route).forEach((caller, expected) -> {
            if (expected == Expected.ABSENT) {
                strangers.add(caller);
            } else if (expected == Expected.ALLOWED) {
                concerned.add(caller);
            }
        });
        List<String> before = told(pages, strangers);

        String it = happens.get();

        concerned.forEach(caller -> await(caller + " to be shown " + it).atMost(Duration.ofSeconds(60))
                .until(() -> call.send(world.door(), caller.token()).body().path("items").toString().contains(it)));
        assertThat(strangers).isNotEmpty();
        assertThat(told(pages, strangers)).isEqualTo(before);
    }

    private static List<String> told(List<Call> pages, List<Caller> callers) {
        return callers.stream()
                .flatMap(caller -> pages.stream()
                        .map(page -> caller + " " + shown(page.send(world.door(), caller.token()), "no-such-object")))
                .toList();
    }

    /** One caller's key is not another's: it leads neither to what the first one made, nor to where that is. */
    @Test
    void showsNobodyWhatAnotherMadeUnderTheSameKey() {
        Call report = recipes.of("POST /api/v1/needs").orElseThrow().call();
        String key = UUID.randomUUID().toString();
        Map<Expected, List<Caller>> callers = new EnumMap<>(Expected.class);
        cells("POST /api/v1/needs").forEach((caller, expected) -> callers
                .computeIfAbsent(expected, one -> new ArrayList<>()).add(caller));
        Response made = report.about(world.household()).send(world.door(),
                callers.get(Expected.ALLOWED).getFirst().token(), key);
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.headers()).containsKey("location");
        String id = made.body().path("id").asString();

        SoftAssertions softly = new SoftAssertions();
        for (Caller caller : callers.get(Expected.ABSENT)) {
            Response there = report.about(world.household()).send(world.door(), caller.token(), key);
            Response none = report.about("no-such-household").send(world.door(), caller.token(),
                    UUID.randomUUID().toString());
            softly.assertThat(there.status()).as("%s", caller).isEqualTo(422);
            softly.assertThat(there.headers()).as("%s", caller).doesNotContainKey("location");
            softly.assertThat(shown(there, world.household())).as("%s", caller).doesNotContain(id)
                    .isEqualTo(shown(none, "no-such-household"));
        }
        softly.assertAll();
    }

    /** Where two providers were asked one after the other, neither learns of the other; the village knows of both. */
    @Test
    void showsAProviderNothingOfWhatAnotherOneWasAsked() {
        String need = world.passedOn();
        Map<String, List<String>> of = Map.of(
                World.PROVIDER, List.of(World.PROVIDER, world.service()),
                World.OTHER_PROVIDER, List.of(World.OTHER_PROVIDER, world.otherService()));
        for (String path : List.of("/api/v1/referrals/" + need, "/api/v1/referrals/" + need + "/timeline")) {
            String village = world.told("grid-leader", Relation.OWN, path);
            String refused = world.told("department", Relation.OWN, path);
            String asked = world.told("department", Relation.OTHER, path);
            assertThat(village).contains(of.get(World.PROVIDER)).contains(of.get(World.OTHER_PROVIDER));
            assertThat(refused).contains(of.get(World.PROVIDER)).doesNotContain(of.get(World.OTHER_PROVIDER));
            assertThat(asked).contains(of.get(World.OTHER_PROVIDER)).doesNotContain(of.get(World.PROVIDER));
        }
    }

    @Test
    void showsEverybodyTheDescriptionsAndNothingElse() {
        Map<String, String> open = Map.of(
                "GET /openapi/{service}.json", "/openapi/intake.json",
                "GET /schemas/{name}", "/schemas/none",
                "GET /problems/{slug}", "/problems/not-found");
        TABLE.routes().stream().filter(TABLE::isOpen).forEach(route -> {
            String path = open.getOrDefault(route, route.substring(route.indexOf(' ') + 1));
            URI root = route.contains("{service}") ? product.ports().intakeUri() : world.door();
            Response answer = Call.get(path).send(root, null);
            assertThat(answer.status()).as(path).isNotIn(401, 403);
            if (!path.equals("/error") && !path.endsWith("/none")) {
                assertThat(answer.status()).as(path).isEqualTo(200);
            }
            assertThat(answer.body().toString()).as(path).doesNotContain(world.need(), world.household());
        });
    }
}
