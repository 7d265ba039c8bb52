package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.County;
import cn.twonets.system.owasp.Wire.Reply;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * API10:2023. A service that is broken, or somebody in its place, and an issuer that lies: the others take no more of their
 * answers than fits, nothing that they did not ask for, and follow them nowhere.
 */
@ExtendWith(OneSite.class)
class Api10UnsafeConsumptionOfApisTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String JSON = "application/json";
    private static final String UNKNOWN = Site.VILLAGE + "-X" + UUID.randomUUID().toString().substring(0, 6);

    private final Site site;

    Api10UnsafeConsumptionOfApisTest(Site site) {
        this.site = site;
    }

    @AfterEach
    void mend() {
        Stream.of(site.intake, site.dispatch, site.resource, site.issuer).forEach(Impostor::beHonest);
    }

    static Stream<Arguments> nonsense() {
        return Stream.of(
                Arguments.of("nothing", Impostor.raw("")),
                Arguments.of("no HTTP", Impostor.raw("NONSENSE\r\n\r\n")),
                Arguments.of("no list", Impostor.answer(200, JSON, "{}")),
                Arguments.of("null", Impostor.answer(200, JSON, "null")),
                Arguments.of("a list of null", Impostor.answer(200, JSON, "{\"items\":[null]}")),
                Arguments.of("null for a list", Impostor.answer(200, JSON, "{\"items\":null}")),
                Arguments.of("empty items", Impostor.answer(200, JSON, "{\"items\":[{}]}")),
                Arguments.of("other types", Impostor.answer(200, JSON,
                        "{\"items\":[{\"sequence\":\"x\",\"type\":[],\"at\":\"soon\"}]}")),
                Arguments.of("broken JSON", Impostor.answer(200, JSON, "{\"items\":[")),
                Arguments.of("a page", Impostor.answer(200, "text/html", "<script>alert(1)</script>")),
                Arguments.of("deep",
                        Impostor.answer(200, JSON, "{\"items\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}")),
                Arguments.of("long",
                        Impostor.answer(200, JSON, "{\"items\":[" + "{\"sequence\":1,\"type\":\"x\"},".repeat(700_000)
                                + "{}]}")),
                Arguments.of("cut off", Impostor.raw("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 9999\r\n\r\n{\"items\":[")),
                Arguments.of("teapot", Impostor.answer(418, JSON, "{}")),
                Arguments.of("away", Impostor.answer(503, JSON, "{}")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("nonsense")
    void leavesOutWhatASourceOfATimelineDoesNotTellProperly(String how, byte[] answer) {
        String need = site.freshCase();
        String path = "/api/v1/needs/" + need + "/timeline";
        site.resource.lie("/api/v1/referrals/" + need + "/timeline", answer);
        Reply reply = site.get(site.member(), path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().path("incomplete").toString()).isEqualTo("[\"resource\"]");
        assertThat(reply.json().path("items").findValuesAsString("source")).contains("intake")
                .doesNotContain("resource");
        site.resource.beHonest();
        assertThat(site.get(site.member(), path).json().path("incomplete")).isEmpty();
    }

    static Stream<Arguments> strangeUnits() {
        String unit = "{\"code\":\"" + UNKNOWN + "\",\"name\":\"x\",\"level\":\"GROUP\",\"parent\":\"" + Site.VILLAGE
                + "\",\"ancestors\":ANCESTORS,\"validFrom\":\"2020-01-01T00:00:00Z\",\"replacedBy\":[],\"version\":1}";
        return Stream.concat(nonsense(), Stream.of(
                Arguments.of("another unit", Impostor.answer(200, JSON,
                        unit.replace(UNKNOWN, Site.VILLAGE + "-G01").replace("ANCESTORS",
                                "[\"" + Site.VILLAGE + "\"]"))),
                Arguments.of("no ancestors", Impostor.answer(200, JSON, unit.replace("ANCESTORS", "null"))),
                Arguments.of("ancestors of null", Impostor.answer(200, JSON, unit.replace("ANCESTORS", "[null]"))),
                Arguments.of("another level", Impostor.answer(200, JSON,
                        unit.replace("GROUP", "GALAXY").replace("ANCESTORS", "[]")))));
    }

    /** A unit that intake does not know yet is asked of dispatch: what comes back must be about that unit. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("strangeUnits")
    void registersNothingOnAStrangeAnswerAboutAUnit(String how, byte[] answer) {
        site.dispatch.lie("/api/v1/grid-units/", answer);
        int before = site.dispatch.told();
        Reply reply = site.registered(site.member(), UNKNOWN);
        assertThat(reply.status()).as(reply.body()).isEqualTo(503);
        assertThat(Integer.parseInt(reply.header("Retry-After"))).isPositive();
        assertThat(site.dispatch.told()).isGreaterThan(before);
        site.dispatch.beHonest();
        Reply honest = site.registered(site.member(), UNKNOWN);
        assertThat(honest.status()).as(honest.body()).isEqualTo(422);
        assertThat(honest.faults()).contains("/unit ");
        assertThat(site.registered(site.member(), Site.VILLAGE).status()).isEqualTo(201);
    }

    @Test
    void passesOnNothingThatAServiceHasNoBusinessSaying() {
        try (Listener listener = new Listener()) {
            site.resource.lie("/api/v1/aid-services", Impostor.raw("HTTP/1.1 302 Found\r\nLocation: " + listener.uri()
                    + "/\r\nSet-Cookie: a=b\r\nServer: Anything/1.2.3\r\nX-Powered-By: Anything\r\nRefresh: 0;url="
                    + listener.uri()
                    + "\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Credentials: true\r\n"
                    + "Content-Security-Policy: default-src *\r\nX-Frame-Options: ALLOWALL\r\nX-Inside: secret\r\n"
                    + "Content-Length: 0\r\nConnection: close\r\n\r\n"));
            Reply reply = site.get(site.member(), "/api/v1/aid-services");
            assertThat(reply.headers().keySet()).doesNotContain("set-cookie", "server", "x-powered-by", "refresh",
                    "x-inside",
                    "access-control-allow-origin", "access-control-allow-credentials", "location");
            assertThat(reply.header("Content-Security-Policy")).startsWith("default-src 'none'");
            assertThat(reply.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(listener.calls()).as("calls to where the answer pointed").isZero();
        }
        for (String broken : new String[]{"", "NONSENSE\r\n\r\n", "HTTP/1.1 999 \r\n\r\n",
                "HTTP/1.1 200 OK\r\nBroken\r\n\r\n{}"}) {
            site.resource.lie("/api/v1/aid-services", Impostor.raw(broken));
            Reply reply = site.get(site.member(), "/api/v1/aid-services");
            assertThat(reply.status()).as(broken + " " + reply.body()).isNotEqualTo(500).isGreaterThanOrEqualTo(200);
            assertThat(reply.body()).doesNotContain("NONSENSE", "Exception");
        }
        site.resource.beHonest();
        await("the door to trust the service again").atMost(PATIENCE)
                .until(() -> site.get(site.member(), "/api/v1/aid-services").status() == 200);
    }

    @Test
    void matchesNothingOnFactsThatAreNone() {
        for (String lie : new String[]{"{}", "{\"items\":[null]}", "{\"items\":[{\"need\":\"aaaaaaaaaaaa\",\"facts\":"
                + "{\"dwelling-grade\":\"D\",\"insured\":true,\"members\":1,\"disabled-members\":0,\"income-per-head-fen\":1}}]}"}) {
            site.intake.lie("/internal/facts", Impostor.answer(200, JSON, lie));
            int before = site.intake.told();
            String need = site.county.report(site.county.dangerousHouse(), "housing");
            await("the facts to be asked for").atMost(PATIENCE).until(() -> site.intake.told() > before);
            Reply match = site.get(site.leader(), "/api/v1/matches/" + need);
            assertThat(match.json().path("matched").asBoolean(false)).as(match.body()).isFalse();
            site.intake.beHonest();
            site.county.awaitMatch(need, found -> found.path("matched").asBoolean(false));
        }
    }

    @Test
    void takesNoKeyThatTheIssuerWouldNotHave() throws Exception {
        RSAKey strange = new RSAKeyGenerator(2048).keyID("owasp-" + UUID.randomUUID()).generate();
        String unknown = site.tokens.with(strange).of(County.VILLAGE_MEMBER.value(), List.of("grid-member"));
        String known = site.tokens.of(County.VILLAGE_MEMBER.value(), List.of("grid-member"));
        assertThat(site.get(known, "/api/v1/needs").status()).isEqualTo(200);
        try (Listener listener = new Listener()) {
            String withKey = "{\"keys\":[" + strange.toPublicJWK().toJSONString() + "]}";
            for (byte[] answer : List.of(
                    Impostor.answer(200, JSON,
                            "{\"keys\":[" + " ".repeat(300 * 1024) + strange.toPublicJWK().toJSONString() + "]}"),
                    Impostor.answer(200, JSON,
                            "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"" + strange.getKeyID() + "\",\"k\":\"AAAA\"}]}"),
                    Impostor.answer(200, "text/html", "<html>"),
                    Impostor.answer(500, JSON, withKey),
                    Impostor.raw("HTTP/1.1 302 Found\r\nLocation: " + listener.uri()
                            + "/jwks\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"))) {
                site.issuer.lie("/jwks", answer);
                Reply refused = site.get(unknown, "/api/v1/needs");
                assertThat(refused.status()).as(refused.body()).isIn(401, 503);
                Reply good = site.get(known, "/api/v1/needs");
                assertThat(good.status()).as("who was known stays known " + good.body()).isEqualTo(200);
            }
            assertThat(listener.calls()).as("calls to where the issuer pointed").isZero();
        }
        site.issuer.beHonest();
        site.services().forEach((name, root) -> await(name + " to know the issuer's keys again").atMost(PATIENCE)
                .until(() -> Wire.get(root, "/api/v1/nothing").as(site.member()).send().status() == 404));
    }
}
