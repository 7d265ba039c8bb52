package cn.twonets.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.EventFamily;
import cn.twonets.gateway.RunningGateway.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayPagesTest {
    private RunningGateway gateway;

    @BeforeEach
    void start() {
        gateway = new RunningGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Answer visit(String path) {
        return gateway.send(gateway.anonymous(path));
    }

    private static void documents(StubBackend backend, String json) {
        backend.answers(exchange -> StubBackend.send(exchange, 200, json));
    }

    @Test
    void tellsWhereToLook() {
        Answer answer = visit("/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/page")).isEqualTo("/docs");
        assertThat(visit(answer.text("/health")).status()).isEqualTo(200);
        assertThat(visit(answer.text("/document")).status()).isEqualTo(200);
        assertThat(visit(answer.text("/events")).status()).isEqualTo(200);
    }

    @Test
    void servesWhatReadersOfTheTopicsMustKnow() {
        Answer events = visit("/asyncapi.json");

        assertThat(events.text("/asyncapi")).isEqualTo("3.0.0");
        assertThat(events.header("Content-Type")).startsWith("application/json");
        for (EventFamily<?, ?> family : EventFamily.all()) {
            for (EventFamily.Type<?, ?> type : family.types()) {
                Answer schema = visit(type.dataSchema());
                assertThat(schema.status()).as(type.token()).isEqualTo(200);
                assertThat(schema.header("Content-Type")).startsWith("application/schema+json");
                assertThat(schema.text("/title")).isEqualTo(type.token());
            }
        }
        assertThat(visit("/schemas/cn.twonets.need.forgotten.v1.json").status()).isEqualTo(404);
        assertThat(visit("/schemas/..%2fasyncapi.json").status()).isEqualTo(400);
    }

    @Test
    void servesAPageThatUsesOnlyItself() {
        Answer page = visit("/docs");

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'", "script-src 'self'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        var links = Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page.body()).results().toList();
        assertThat(links).hasSizeGreaterThan(2).allSatisfy(link -> {
            assertThat(link.group(1)).startsWith("/");
            assertThat(visit(link.group(1)).status()).as(link.group(1)).isEqualTo(200);
        });
        assertThat(page.body()).doesNotContainPattern("<script>|style=|onload=");
        assertThat(visit("/docs/start.js").header("Content-Type")).contains("javascript");
        assertThat(visit("/docs/..%2fgateway.yml").status()).isEqualTo(400);
        assertThat(visit("/docs/gateway.yml").status()).isEqualTo(404);
    }

    @Test
    void mergesTheDocumentsOfTheServices() {
        String problem = "\"Problem\":{\"type\":\"object\"}";
        documents(gateway.intake, """
                {"openapi":"3.1.0","tags":[{"name":"needs"}],
                 "paths":{"/api/v1/needs":{"get":{"responses":{"200":{"content":{"application/json":{"schema":
                   {"$ref":"#/components/schemas/Page"}}}}}}},"/internal/facts":{}},
                 "components":{"schemas":{"Page":{"type":"object","title":"of needs"},%s},
                   "securitySchemes":{"mine":{}}}}""".formatted(problem));
        documents(gateway.dispatch, """
                {"openapi":"3.1.0","paths":{"/api/v1/cases":{"get":{"responses":{"200":{"content":
                   {"application/json":{"schema":{"$ref":"#/components/schemas/Page"}}}}}}}},
                 "components":{"schemas":{"Page":{"type":"object","title":"of cases"},%s}}}""".formatted(problem));
        gateway.resource.answers(exchange -> StubBackend.send(exchange, 503, "{}"));

        Answer answer = visit("/openapi.json");

        assertThat(answer.text("/openapi")).isEqualTo("3.1.0");
        assertThat(answer.json().at("/paths").propertyNames()).containsExactly("/api/v1/needs", "/api/v1/cases");
        assertThat(answer.json().at("/components/schemas").propertyNames())
                .containsExactlyInAnyOrder("Page", "Problem", "dispatch.Page");
        String schema = "/get/responses/200/content/application~1json/schema/$ref";
        assertThat(answer.text("/paths/~1api~1v1~1needs" + schema)).isEqualTo("#/components/schemas/Page");
        assertThat(answer.text("/paths/~1api~1v1~1cases" + schema)).isEqualTo("#/components/schemas/dispatch.Page");
        assertThat(answer.text("/components/securitySchemes/token/scheme")).isEqualTo("bearer");
        assertThat(answer.json().at("/components/securitySchemes").has("mine")).isFalse();
        assertThat(answer.json().at("/x-missing").toString()).isEqualTo("[\"resource\"]");
        assertThat(gateway.intake.seen.getFirst().uri()).isEqualTo("/openapi/intake.json");
    }

    @Test
    void saysThatTheListOfDeadLettersMayBeIncomplete() {
        String document = """
                {"openapi":"3.1.0","paths":{"/api/v1/dead-letters":{"get":{"responses":{"200":{"content":
                   {"application/json":{"schema":{"$ref":"#/components/schemas/PageDeadLetterView"}}}}}}}},
                 "components":{"schemas":{"PageDeadLetterView":{"type":"object","properties":
                   {"items":{"type":"array"},"nextCursor":{"type":"string"}}}}}}""";
        gateway.backends().forEach(backend -> documents(backend, document));

        Answer answer = visit("/openapi.json");

        assertThat(
                answer.text("/paths/~1api~1v1~1dead-letters/get/responses/200/content/application~1json/schema/$ref"))
                .isEqualTo("#/components/schemas/DeadLetterList");
        assertThat(answer.json().at("/components/schemas/DeadLetterList/properties").propertyNames())
                .containsExactly("items", "nextCursor", "incomplete");
        assertThat(answer.json().at("/components/schemas/PageDeadLetterView/properties").has("incomplete")).isFalse();
    }

    @Test
    void keepsTheLastKnownDocument() {
        documents(gateway.intake, "{\"paths\":{\"/api/v1/needs\":{}}}");
        visit("/openapi.json");
        gateway.intake.close();

        assertThat(visit("/openapi.json").json().at("/paths").has("/api/v1/needs")).isTrue();
    }

    @Test
    void explainsProblemTypesOrAsksTheServices() {
        gateway.intake.answers(exchange -> StubBackend.send(exchange, 404, "{}"));
        documents(gateway.dispatch, "{\"type\":\"/problems/of-dispatch\",\"title\":\"T\",\"detail\":\"D\"}");

        assertThat(visit("/problems/not-found").text("/title")).isEqualTo("未找到");
        assertThat(visit("/problems/of-dispatch").text("/title")).isEqualTo("T");
        assertThat(gateway.dispatch.seen.getFirst().uri()).isEqualTo("/problems/of-dispatch");
        gateway.dispatch.answers(exchange -> StubBackend.send(exchange, 404, "{}"));
        gateway.resource.answers(exchange -> StubBackend.send(exchange, 404, "{}"));
        assertThat(visit("/problems/of-nobody").status()).isEqualTo(404);
        assertThat(visit("/problems/NOT-A-SLUG").status()).isEqualTo(404);
        assertThat(gateway.intake.seen).noneMatch(seen -> seen.uri().contains("NOT-A-SLUG"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "{\"openapi\":\"3.1.0\"}", "{\"paths\":[]}",
            "{\"paths\":{\"/api/v1/x\":1}}",
            "{\"paths\":{},\"components\":{\"schemas\":[]}}", "<html>", ""})
    void takesNoDocumentThatIsNone(String answer) {
        try (RunningGateway door = new RunningGateway()) {
            door.intake.answers(exchange -> StubBackend.send(exchange, 200,
                    "{\"paths\":{\"/api/v1/needs\":{}}}"));
            door.dispatch.answers(exchange -> StubBackend.send(exchange, 200, answer));
            door.resource.answers(exchange -> StubBackend.send(exchange, 404, "{}"));

            Answer document = door.send(door.anonymous("/openapi.json"));

            assertThat(document.status()).isEqualTo(200);
            assertThat(document.json().path("paths").propertyNames()).containsExactly("/api/v1/needs");
            assertThat(document.json().path("x-missing").toString()).isEqualTo("[\"dispatch\",\"resource\"]");
        }
    }

    @Test
    void isReadyWhenTheThreeServicesAre() throws IOException {
        assertThat(visit("/actuator/health/readiness").text("/status")).isEqualTo("UP");

        gateway.dispatch.close();
        // what a service said counts for a second
        await().atMost(Duration.ofSeconds(30))
                .until(() -> visit("/actuator/health/readiness").status() == 503);
        Answer answer = visit("/actuator/health/readiness");

        assertThat(answer.text("/components/dispatch/status")).isEqualTo("DOWN");
        assertThat(answer.text("/components/intake/status")).isEqualTo("UP");
        assertThat(visit("/actuator/health/liveness").status()).isEqualTo(200);
        Answer door = visit("/readyz");
        assertThat(door.status()).isEqualTo(503);
        assertThat(door.body()).as("who is away is nobody's business out there").isEqualTo("{\"status\":\"DOWN\"}");
        assertThat(visit("/livez").status()).isEqualTo(200);
    }
}
