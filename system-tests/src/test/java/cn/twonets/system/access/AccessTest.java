package cn.twonets.system.access;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.kit.RawCall.Response;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
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
        for (URI root : roots(route)) {
            Response nobody = recipe.call().about(object).send(root, null);
            softly.assertThat(nobody.status()).as("without a token at %s", root).isEqualTo(401);
            softly.assertThat(nobody.body().path("type").asString("")).isEqualTo("/problems/token-missing");
            cells.forEach((caller, expected) -> {
                if (expected != Expected.ALLOWED) {
                    denied(softly, route, recipe, object, root, caller, expected);
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
            allowed(softly, recipe, its, roots(route).getFirst(), allowed.get(i));
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

    /** The door first; what is internal has none. */
    private static List<URI> roots(String route) {
        return route.contains(" /internal/")
                ? List.of(world.behind(route))
                : List.of(world.door(), world.behind(route));
    }

    private static void denied(SoftAssertions softly, String route, Recipe recipe, String object, URI root,
            Caller caller, Expected expected) {
        Response there = recipe.call().about(object).send(root, caller.token());
        Response none = recipe.call().about(recipe.absent()).send(root, caller.token());
        String what = caller + " at " + root + " was told " + there.status() + " " + there.body();
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

    private static void allowed(SoftAssertions softly, Recipe recipe, String object, URI root, Caller caller) {
        Response answer = recipe.call().about(object).send(root, caller.token());
        String what = caller + " was told " + answer.status() + " " + answer.body();
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
        Map<String, String> headers = new java.util.TreeMap<>(answer.headers());
        headers.keySet().removeAll(List.of("date", "content-length", "x-correlation-id", "traceparent", "connection",
                "keep-alive", "transfer-encoding"));
        return (answer.status() + " " + headers + " " + answer.body()).replace(object, "ID")
                .replaceAll("\"traceId\":\"[^\"]*\"", "\"traceId\":\"\"");
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
