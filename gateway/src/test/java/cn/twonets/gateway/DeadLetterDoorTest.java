package cn.twonets.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.gateway.RunningGateway.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One list and one door for acts over three services, of which some may be away. */
class DeadLetterDoorTest {
    private static final String LETTERS = "/api/v1/dead-letters";
    private static final JsonMapper JSON = new JsonMapper();

    private RunningGateway gateway;

    @BeforeEach
    void start() {
        gateway = new RunningGateway("--twonets.gateway.patience.connect=1s");
        holds(gateway.intake, "intake", 2);
        holds(gateway.dispatch, "dispatch", 3);
        holds(gateway.resource, "resource", 1);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** A service with so many dead letters, which it pages by their number, and which takes every act on each. */
    private static void holds(StubBackend backend, String service, int letters) {
        backend.answers(exchange -> {
            if (exchange.getRequestMethod().equals("POST")) {
                String ids = backend.bodies.getLast();
                List<String> answers = new ArrayList<>();
                JSON.readTree(ids).path("items").forEach(item -> answers.add(
                        "{\"id\":\"" + item.path("id").asString() + "\",\"result\":\"DONE\",\"value\":\"" + service
                                + "\"}"));
                StubBackend.send(exchange, 200, "{\"items\":[" + String.join(",", answers) + "]}");
                return;
            }
            URI uri = exchange.getRequestURI();
            int from = Integer.parseInt(parameter(uri, "cursor", "0"));
            int to = Math.min(letters, from + Integer.parseInt(parameter(uri, "limit", "0")));
            String items = String.join(",", IntStream.range(from, to)
                    .mapToObj(at -> "{\"id\":\"" + service + ":t-0-" + at + "\"}").toList());
            StubBackend.send(exchange, 200, "{\"items\":[" + items + "]"
                    + (to < letters ? ",\"nextCursor\":\"" + to + "\"" : "") + "}");
        });
    }

    private static String parameter(URI uri, String name, String otherwise) {
        for (String part : uri.getQuery().split("&")) {
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1);
            }
        }
        return otherwise;
    }

    private Answer get(String path) {
        return gateway.send(gateway.anonymous(path).header("Authorization", "Bearer " + operator()));
    }

    private Answer post(String path, String body) {
        return gateway.send(gateway.anonymous(path)
                .header("Authorization", "Bearer " + operator())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", "key-1")
                .POST(BodyPublishers.ofString(body)));
    }

    private String operator() {
        return gateway.issuer.token("operator:411082", "operator");
    }

    private static List<String> ids(JsonNode answer) {
        List<String> ids = new ArrayList<>();
        answer.path("items").forEach(item -> ids.add(item.path("id").asString()));
        return ids;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 6, 50})
    void listsServiceAfterServiceWhateverTheSizeOfAPage(int limit) {
        List<String> all = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = get(LETTERS + "?limit=" + limit + cursor);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.json().has("incomplete")).isFalse();
            assertThat(ids(page.json())).hasSizeLessThanOrEqualTo(limit);
            all.addAll(ids(page.json()));
            String next = page.text("/nextCursor");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(all).containsExactly("intake:t-0-0", "intake:t-0-1", "dispatch:t-0-0", "dispatch:t-0-1",
                "dispatch:t-0-2", "resource:t-0-0");
    }

    @Test
    void namesAServiceThatIsAwayAndListsTheOthers() {
        gateway.dispatch.close();

        Answer answer = get(LETTERS);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ids(answer.json())).containsExactly("intake:t-0-0", "intake:t-0-1", "resource:t-0-0");
        assertThat(answer.json().path("incomplete").toString()).isEqualTo("[\"dispatch\"]");
    }

    @Test
    void namesAServiceThatAnswersNothingOfUse() {
        gateway.intake.answers(exchange -> StubBackend.send(exchange, 503, "{}"));
        gateway.resource.answers(exchange -> StubBackend.send(exchange, 200, "<html>"));

        Answer answer = get(LETTERS);

        assertThat(ids(answer.json())).containsExactly("dispatch:t-0-0", "dispatch:t-0-1", "dispatch:t-0-2");
        assertThat(answer.json().path("incomplete").toString()).isEqualTo("[\"intake\",\"resource\"]");
    }

    @Test
    void passesARefusalOn() {
        gateway.intake.answers(exchange -> StubBackend.send(exchange, 400, "{\"type\":\"/problems/invalid-request\"}"));

        Answer answer = get(LETTERS + "?state=SHUT");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/type")).isEqualTo("/problems/invalid-request");
    }

    @Test
    void asksOnlyTheServiceThatIsNamedAndPassesFiltersOn() {
        Answer answer = get(LETTERS + "?consumer=dispatch&state=OPEN&cause=a%26b");

        assertThat(ids(answer.json())).hasSize(3);
        assertThat(gateway.intake.seen).isEmpty();
        assertThat(gateway.dispatch.seen.getFirst().uri()).contains("state=OPEN").contains("cause=a%26b");
        assertThat(gateway.dispatch.seen.getFirst().headers()).containsKey("authorization");
    }

    @Test
    void refusesAServiceThatThereIsNot() {
        Answer answer = get(LETTERS + "?consumer=moon");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("query:consumer");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/dead-letter-replays", "/api/v1/dead-letter-discards"})
    void sendsEachItemToItsServiceAndKeepsTheOrderOfTheAnswers(String path) {
        gateway.resource.close();

        Answer answer = post(path, """
                {"items":[{"id":"dispatch:t-0-1","reason":"TEST"},{"id":"moon:t-0-1"},{"id":"resource:t-0-0"},
                  {"id":"intake:t-0-0"},{"id":"dispatch:t-0-0"},{}]}""");

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(ids(answer.json())).containsExactly("dispatch:t-0-1", "moon:t-0-1", "resource:t-0-0",
                "intake:t-0-0", "dispatch:t-0-0", "");
        assertThat(answer.text("/items/0/value")).isEqualTo("dispatch");
        assertThat(answer.text("/items/1/problem/type")).isEqualTo("/problems/not-found");
        assertThat(answer.text("/items/2/result")).isEqualTo("REJECTED");
        assertThat(answer.text("/items/2/problem/type")).isEqualTo("/problems/temporarily-unavailable");
        assertThat(answer.text("/items/3/value")).isEqualTo("intake");
        assertThat(answer.text("/items/5/problem/type")).isEqualTo("/problems/not-found");
        assertThat(gateway.dispatch.bodies.getLast()).contains("TEST");
        assertThat(gateway.dispatch.seen.getLast().headers()).containsEntry("idempotency-key", "key-1");
    }

    @Test
    void refusesNoneAndTooMany() {
        String many = String.join(",", IntStream.range(0, 201).mapToObj(at -> "{\"id\":\"intake:t-0-" + at + "\"}")
                .toList());
        for (String items : List.of("", many)) {
            Answer answer = post("/api/v1/dead-letter-replays", "{\"items\":[" + items + "]}");
            assertThat(answer.status()).isEqualTo(422);
            assertThat(answer.text("/errors/0/pointer")).isEqualTo("/items");
        }
        assertThat(gateway.intake.seen).isEmpty();
    }

    @Test
    void isForOperatorsOnly() {
        assertThat(gateway.get(LETTERS).status()).isEqualTo(403);
        assertThat(gateway.send(gateway.anonymous(LETTERS)).status()).isEqualTo(401);
        assertThat(gateway.intake.seen).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"items\":[{\"id\":\"intake:\\ud800 x\"}]}", "{\"items\":[{\"id\":\"\\udc00\"}]}"})
    void refusesIdsThatNoAnswerCanName(String body) {
        Answer answer = post("/api/v1/dead-letter-replays", body);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/type")).isEqualTo("/problems/broken-json");
    }
}
