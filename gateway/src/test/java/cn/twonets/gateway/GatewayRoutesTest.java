package cn.twonets.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.gateway.RunningGateway.Answer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayRoutesTest {
    private static final int MIB = 1024 * 1024;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        gateway = new RunningGateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void forget() {
        gateway.backends().forEach(backend -> {
            backend.seen.clear();
            backend.answers(exchange -> StubBackend.send(exchange, 200, "{\"from\":\"stub\"}"));
        });
    }

    private static StubBackend backend(String name) {
        return switch (name) {
            case "intake" -> gateway.intake;
            case "dispatch" -> gateway.dispatch;
            case "resource" -> gateway.resource;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("/problems/" + slug);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/needs, intake", "/api/v1/needs/abcdefgh/timeline, intake", "/api/v1/need-batches, intake",
            "/api/v1/households/h1, intake", "/api/v1/cases?inbox=mine&due=soon, dispatch",
            "/api/v1/cases/abcdefgh/route, dispatch", "/api/v1/case-acknowledgements, dispatch",
            "/api/v1/case-referrals, dispatch", "/api/v1/case-resolutions, dispatch",
            "/api/v1/route-previews, dispatch", "/api/v1/grid-units/411082110-A03/children, dispatch",
            "/api/v1/grid-imports, dispatch", "/api/v1/appointments, dispatch", "/api/v1/absences, dispatch",
            "/api/v1/coverage-gaps, dispatch", "/api/v1/aid-services/x/capacity, resource",
            "/api/v1/providers/x/clerks/department:y/ending, resource",
            "/api/v1/matches/abcdefgh, resource", "/api/v1/referrals?provider=a%20b, resource",
            "/api/v1/referral-acceptances, resource", "/api/v1/referral-deliveries, resource",
            "/api/v1/reconciliations/intake, intake", "/api/v1/reconciliations/dispatch/latest, dispatch",
            "/api/v1/reconciliations/resource/abcdefgh, resource",
            "/api/v1/dead-letters/intake:twonets.dispatch.v1-0-1, intake",
            "/api/v1/dead-letters/dispatch:twonets.needs.v1-0-1/replay, dispatch",
            "/api/v1/dead-letters/resource%3Atwonets.aid.v1-0-1/discard, resource"})
    void routesEachPathToItsService(String path, String service) {
        String token = path.contains("referral-")
                ? gateway.issuer.token("department:a", "department")
                : gateway.issuer.token("operator:a", "operator", "assistance-office", "grid-leader");
        assertThat(gateway.send(gateway.anonymous(path).header("Authorization", "Bearer " + token)).status())
                .isEqualTo(200);
        assertThat(backend(service).seen).hasSize(1).first().extracting(StubBackend.Seen::uri).isEqualTo(path);
        assertThat(backend(service).seen.getFirst().headers()).doesNotContainKeys("transfer-encoding",
                "content-length");
        assertThat(gateway.backends().stream().mapToInt(backend -> backend.seen.size()).sum()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/needs, department", "/api/v1/households, operator", "/api/v1/cases, department",
            "/api/v1/appointments, grid-leader", "/api/v1/absences, supervisor", "/api/v1/aid-services, operator",
            "/api/v1/referral-acceptances, grid-leader", "/api/v1/reconciliations/intake, supervisor",
            "/api/v1/dead-letters/intake:twonets.dispatch.v1-0-1, supervisor", "/api/v1/needs, service",
            "/api/v1/needs, a-role-of-tomorrow"})
    void turnsAwayRolesThatHaveNoBusinessThere(String path, String role) {
        Answer answer = gateway.send(gateway.anonymous(path)
                .header("Authorization", "Bearer " + gateway.issuer.token("somebody:a", role)));
        assertThat(answer.status()).isEqualTo(403);
        assertThat(gateway.backends()).allSatisfy(backend -> assertThat(backend.seen).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/internal/facts", "/internal/states", "/api/v1/unknown", "/api/v1", "/api/v2/needs",
            "/api/v1/needsmore", "/api/v1/reconciliations/nobody", "/api/v1/reconciliations",
            "/api/v1/reconciliations/intakes", "/api/v1/dead-letters/nobody:twonets.needs.v1-0-1",
            "/api/v1/dead-letters/x",
            "/api/v1/dead-letters/intake:", "/openapi/intake.json", "/actuator/env"})
    void routesNothingElse(String path) {
        String service = path.startsWith("/internal")
                ? gateway.issuer.token("resource-service", "household-facts", "service")
                : gateway.issuer.token("operator:a", "operator");
        Answer answer = gateway.send(gateway.anonymous(path).header("Authorization", "Bearer " + service));

        assertProblem(answer, 404, "not-found");
        assertThat(gateway.backends()).allSatisfy(backend -> assertThat(backend.seen).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/../internal/facts", "/api/v1/../../internal/facts",
            "/api/v1/needs/../../../internal/facts", "/api/v1/needs/%2e%2e/%2e%2e/%2e%2e/internal/facts",
            "/api/v1/needs/..%2f..%2f..%2finternal/facts", "/api/v1/needs/%252e%252e/internal/facts",
            "/api/v1/needs/..;/..;/internal/facts", "//internal/facts", "/api/v1/needs//../internal",
            "/api/v1/needs/..\\..\\internal", "/./internal/facts", "/api/v1/needs/%5c..%5cinternal",
            "/api/v1/needs/%00", "/api/v1/needs/%0d%0aX-Injected:1"})
    void refusesTraversal(String path) throws IOException {
        String token = gateway.issuer.token("resource-service", "household-facts");
        String answer = gateway.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token
                + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 40").contains("application/problem+json");
        assertThat(gateway.backends()).allSatisfy(backend -> assertThat(backend.seen).isEmpty());
    }

    @Test
    void checksTokensAtTheDoor() {
        assertProblem(gateway.send(gateway.anonymous("/api/v1/needs")), 401, "token-missing");
        assertProblem(gateway.send(gateway.anonymous("/api/v1/needs").header("Authorization",
                "Bearer " + gateway.issuer.forgedToken(RunningGateway.MEMBER, "grid-member"))), 401, "token-invalid");
        assertThat(gateway.intake.seen).isEmpty();
    }

    @Test
    void passesWhatApisReadAndNothingElse() {
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        gateway.send(gateway.request("/api/v1/needs")
                .header("Idempotency-Key", "k1").header("If-Match", "\"3\"").header("Accept-Language", "en")
                .header("Content-Type", "application/json").header("traceparent", trace)
                .header("X-Forwarded-For", "10.0.0.1").header("Forwarded", "for=10.0.0.1")
                .header("X-Internal-Role", "operator").header("X-Correlation-Id", "not of the form")
                .header("Cookie", "a=b").header("TE", "trailers").header("Keep-Alive", "1")
                .POST(BodyPublishers.ofString("{}")));

        var headers = gateway.intake.seen.getFirst().headers();
        assertThat(headers).containsEntry("idempotency-key", "k1").containsEntry("if-match", "\"3\"")
                .containsEntry("accept-language", "en").containsEntry("content-type", "application/json")
                .containsEntry("traceparent", trace).containsKey("authorization");
        assertThat(headers.get("x-correlation-id")).matches("[0-9a-f-]{36}");
        assertThat(headers.keySet()).doesNotContain("x-forwarded-for", "forwarded", "x-internal-role", "cookie", "te",
                "accept-encoding",
                "keep-alive", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto", "x-forwarded-prefix");
    }

    @Test
    void passesAnswersBackWhole() {
        gateway.intake.answers(exchange -> {
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            exchange.getResponseHeaders().set("Location", "/api/v1/needs/abcdefgh");
            exchange.getResponseHeaders().set("Set-Cookie", "a=b");
            exchange.getResponseHeaders().set("X-Correlation-Id", "inside");
            StubBackend.send(exchange, 201, "{\"id\":\"abcdefgh\"}");
        });

        Answer answer = gateway.send(gateway.request("/api/v1/needs").POST(BodyPublishers.ofString("{}")));

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/id")).isEqualTo("abcdefgh");
        assertThat(answer.header("ETag")).isEqualTo("\"7\"");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/needs/abcdefgh");
        assertThat(answer.header("Set-Cookie")).isEmpty();
        assertThat(answer.header("X-Correlation-Id")).matches("[0-9a-f-]{36}");
    }

    @Test
    void passesNothingBackThatAnApiDoesNotSay() {
        gateway.intake.answers(exchange -> {
            exchange.getResponseHeaders().set("Access-Control-Allow-Origin", "*");
            exchange.getResponseHeaders().set("Server", "Something/1.0");
            exchange.getResponseHeaders().set("X-Powered-By", "Something/1.0");
            exchange.getResponseHeaders().set("X-Anything", "inside");
            exchange.getResponseHeaders().set("Refresh", "0;url=https://elsewhere.example");
            exchange.getResponseHeaders().set("Location", "//elsewhere.example/");
            exchange.getResponseHeaders().set("Retry-After", "7");
            StubBackend.send(exchange, 503, "{}");
        });

        Answer answer = gateway.get("/api/v1/needs");

        assertThat(answer.header("Retry-After")).isEqualTo("7");
        for (String name : new String[]{"Access-Control-Allow-Origin", "Server", "X-Powered-By", "X-Anything",
                "Refresh",
                "Location"}) {
            assertThat(answer.header(name)).as(name).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 400, 404, 409, 422, 500, 503})
    void passesErrorsOfServicesAsTheyAre(int status) {
        String body = status == 304 ? "" : "{\"type\":\"/problems/of-the-service\"}";
        gateway.dispatch.answers(exchange -> StubBackend.send(exchange, status, body));

        Answer answer = gateway.get("/api/v1/cases");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @Test
    void setsSecurityHeadersOnce() {
        Answer answer = gateway.get("/api/v1/needs");

        assertThat(answer.header("Content-Security-Policy")).isEqualTo(
                "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(answer.header("Cache-Control")).contains("no-store");
        assertThat(answer.header("Server")).isEmpty();
    }

    @Test
    void refusesLargeBodiesAnnouncedOrNot() {
        byte[] body = new byte[2 * MIB];

        Answer announced = post("/api/v1/needs", BodyPublishers.ofByteArray(body));
        Answer chunked = post("/api/v1/needs", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertProblem(announced, 413, "body-too-large");
        assertProblem(chunked, 413, "body-too-large");
    }

    @Test
    void passesBodiesUpToTheLimit() {
        byte[] body = new byte[MIB];

        assertThat(post("/api/v1/needs", BodyPublishers.ofByteArray(body)).status()).isEqualTo(200);
        assertThat(post("/api/v1/needs", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).status())
                .isEqualTo(200);
        assertThat(gateway.intake.seen).hasSize(2)
                .allSatisfy(seen -> assertThat(seen.bodyLength()).isEqualTo(MIB));
    }

    @Test
    void passesImportsBeyondTheUsualLimitButNotWithoutLimit() {
        Answer whole = post("/api/v1/grid-imports", BodyPublishers.ofByteArray(new byte[5 * MIB]));
        HttpRequest.Builder endless = gateway.request("/api/v1/grid-imports")
                .POST(BodyPublishers.ofByteArray(new byte[65 * MIB]));

        assertThat(whole.status()).isEqualTo(200);
        assertThat(gateway.dispatch.seen.getFirst().bodyLength()).isEqualTo(5 * MIB);
        assertProblem(gateway.send(endless), 413, "body-too-large");
    }

    @Test
    void countsAfterInflatingAndPassesPlainBodiesOn() throws IOException {
        Answer small = gzipped(new byte[1000]);
        Answer bomb = gzipped(new byte[2 * MIB]);
        Answer unknown = gateway.send(gateway.request("/api/v1/needs").header("Content-Encoding", "br")
                .POST(BodyPublishers.ofString("x")));

        assertThat(small.status()).isEqualTo(200);
        assertThat(gateway.intake.seen.getFirst().bodyLength()).isEqualTo(1000);
        assertThat(gateway.intake.seen.getFirst().headers()).doesNotContainKey("content-encoding");
        assertProblem(bomb, 413, "body-too-large");
        assertProblem(unknown, 415, "content-encoding-not-supported");
    }

    private static Answer gzipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return gateway.send(gateway.request("/api/v1/needs").header("Content-Encoding", "gzip")
                .POST(BodyPublishers.ofByteArray(bytes.toByteArray())));
    }

    private static Answer post(String path, HttpRequest.BodyPublisher body) {
        return gateway.send(gateway.request(path).header("Content-Type", "application/json").POST(body));
    }
}
