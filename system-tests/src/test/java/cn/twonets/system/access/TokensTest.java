package cn.twonets.system.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.load.ProductProcess;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RawCall.Response;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.system.kit.Tokens;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Which tokens count, at the door and at every service, and what separates those who ask from those who decide. */
@OwnProduct
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TokensTest {
    private static final PostId OFFICE = new PostId("assistance-office:411082");
    private static final String MEMBER = County.VILLAGE_MEMBER.value();
    private static final List<String> MEMBERS = List.of("grid-member");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static RunningProduct product;
    private static County county;
    private static Tokens tokens;

    @BeforeAll
    static void start() throws IOException {
        // keys are asked for again soon, so that the test need not wait for minutes
        product = RunningProduct.prepareParts(folder.resolve("county"), ProductProcess.freeBase(),
                List.of("-Dtwonets.issuer.keys-kept=6s"));
        product.restart();
        county = new County(product.api());
        tokens = Tokens.of(product);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    /** A path that each process answers itself. */
    private static Map<URI, String> everywhere() {
        return Map.of(
                product.ports().gatewayUri(), "/api/v1/needs",
                product.ports().intakeUri(), "/api/v1/needs",
                product.ports().dispatchUri(), "/api/v1/cases",
                product.ports().resourceUri(), "/api/v1/aid-services");
    }

    private static void assertEverywhere(String token, int status) {
        SoftAssertions softly = new SoftAssertions();
        everywhere().forEach((root, path) -> {
            Response answer = Call.get(path).send(root, token);
            softly.assertThat(answer.status()).as("%s%s %s", root, path, answer.body()).isEqualTo(status);
        });
        softly.assertAll();
    }

    @Test
    void refusesEveryTokenThatIsNotQuiteGood() throws JOSEException {
        assertEverywhere(tokens.of(MEMBER, MEMBERS), 200);
        Date past = Date.from(Instant.now(Clock.systemUTC()).minusSeconds(600));
        Date future = Date.from(Instant.now(Clock.systemUTC()).plusSeconds(600));
        RSAKey swapped = new RSAKeyGenerator(2048).keyID(tokens.key().getKeyID()).generate();
        JWTClaimsSet good = tokens.claims(MEMBER, MEMBERS).build();
        SignedJWT secret = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(tokens.key().getKeyID()).build(), good);
        secret.sign(new MACSigner(tokens.key().toPublicJWK().toJSONString().getBytes()));
        Map<String, String> bad = new LinkedHashMap<>();
        bad.put("expired", tokens.of(MEMBER, MEMBERS, claims -> claims.expirationTime(past)));
        bad.put("without an end", tokens.of(MEMBER, MEMBERS, claims -> claims.expirationTime(null)));
        bad.put("not yet valid", tokens.of(MEMBER, MEMBERS, claims -> claims.notBeforeTime(future)));
        bad.put("of another issuer", tokens.of(MEMBER, MEMBERS, claims -> claims.issuer("http://127.0.0.1:1")));
        bad.put("for another audience", tokens.of(MEMBER, MEMBERS, claims -> claims.audience("another")));
        bad.put("unsigned", new PlainJWT(good).serialize());
        bad.put("signed with a swapped key", tokens.with(swapped).of(MEMBER, MEMBERS));
        bad.put("signed with the public key as a secret", secret.serialize());
        bad.put("operator and supervisor at once", tokens.of("operator:411082", List.of("operator", "supervisor")));
        bad.put("asking and granting at once", tokens.of(MEMBER, List.of("grid-leader", "department")));
        bad.put("the office that grants", tokens.of(OFFICE.value(), List.of("assistance-office", "department")));
        bad.forEach((name, token) -> assertEverywhere(token, 401));
    }

    @Test
    void showsNothingMoreOnceTheAppointmentHasEnded() {
        String post = County.label("tokens-member:");
        String appointment = appoint(post, County.VILLAGE);
        String token = tokens.of(post, MEMBERS);
        String household = county.dangerousHouse();
        String need = county.report(household, "housing");
        county.awaitCase(need, "ASSIGNED");
        county.awaitMatch(need, match -> true);
        List<String> paths = List.of("/api/v1/households/" + household, "/api/v1/needs/" + need,
                "/api/v1/cases/" + need, "/api/v1/matches/" + need, "/api/v1/aid-services/family-doctor");
        paths.forEach(path -> await(path).atMost(PATIENCE)
                .until(() -> Call.get(path).send(product.ports().gatewayUri(), token).status() == 200));
        Call report = Call.json("POST", "/api/v1/needs",
                "{\"household\":\"" + household + "\",\"category\":\"dispute\",\"basis\":{\"kind\":\"DUTY\"}}");
        Call register = Call.json("POST", "/api/v1/households",
                "{\"unit\":\"" + County.VILLAGE + "\",\"personal\":{\"name\":\"样例户\"},\"facts\":{}}");
        String key = UUID.randomUUID().toString();
        URI door = product.ports().gatewayUri();
        assertThat(report.send(door, token, key).status()).isEqualTo(201);
        assertThat(register.send(door, token, key).status()).isEqualTo(201);

        County.ok(county.post(OFFICE, "/api/v1/appointments/" + appointment + "/ending", Map.of()));

        paths.forEach(path -> await(path).atMost(PATIENCE)
                .until(() -> Call.get(path).send(door, token).status() == 404));
        assertThat(report.send(door, token, key).status()).as("the same report again").isEqualTo(422);
        assertThat(register.send(door, token, key).status()).as("the same household again").isEqualTo(422);
        assertThat(Call.get("/api/v1/needs").send(door, token).body().path("items")).isEmpty();
        assertThat(Call.get("/api/v1/aid-services").send(door, token).body().path("items")).isEmpty();
    }

    @Test
    void showsAnOfficeOfTheCountyNothingMoreOnceItsAppointmentHasEnded() {
        String post = County.label("supervisor:");
        String appointment = appoint(post, "411082");
        String token = tokens.of(post, List.of("supervisor"));
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitCase(need, "ASSIGNED");
        county.awaitMatch(need, match -> true);
        URI door = product.ports().gatewayUri();
        List<String> paths = List.of("/api/v1/needs/" + need, "/api/v1/cases/" + need, "/api/v1/matches/" + need,
                "/api/v1/grid-units/411082", "/api/v1/aid-services/family-doctor",
                "/api/v1/providers/housing-bureau");
        paths.forEach(
                path -> await(path).atMost(PATIENCE).until(() -> Call.get(path).send(door, token).status() == 200));

        County.ok(county.post(OFFICE, "/api/v1/appointments/" + appointment + "/ending", Map.of()));

        paths.forEach(
                path -> await(path).atMost(PATIENCE).until(() -> Call.get(path).send(door, token).status() == 404));
    }

    @Test
    void letsAClerkDoNothingMoreOnceItsRightHasEnded() {
        String provider = County.label("tokens-");
        County.ok(county.post(OFFICE, "/api/v1/providers",
                Map.of("id", provider, "name", "样例单位", "kind", "OTHER")));
        String post = "department:" + provider;
        String clerk = "/api/v1/providers/" + provider + "/clerks/" + post;
        County.ok(county.post(OFFICE, "/api/v1/providers/" + provider + "/clerks", Map.of("post", post)));
        String token = tokens.of(post, List.of("department"));
        URI door = product.ports().gatewayUri();
        Call publish = Call.json("POST", "/api/v1/aid-services", "{\"name\":\"样例\",\"kinds\":[\"HOUSING\"],"
                + "\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":1000}");
        String key = UUID.randomUUID().toString();
        Response published = publish.send(door, token, key);
        assertThat(published.status()).as("%s", published.body()).isEqualTo(201);
        String service = published.body().path("id").asString();
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(need, match -> !match.path("candidates").isEmpty());
        county.refer(need, County.VILLAGE_LEADER, service);
        String referral = county.awaitReferral(need, "requested").path("id").asString();
        List<String> paths = List.of("/api/v1/referrals", "/api/v1/referrals/" + referral,
                "/api/v1/aid-services/" + service, "/api/v1/aid-services/" + service + "/capacity");
        List<URI> everywhere = List.of(door, product.ports().resourceUri());
        everywhere.forEach(root -> paths.forEach(
                path -> assertThat(Call.get(path).send(root, token).status()).as("%s%s", root, path).isEqualTo(200)));

        County.ok(county.post(OFFICE, clerk + "/ending", Map.of()));

        Call accept = Call.json("POST", "/api/v1/referrals/" + referral + "/acceptance", "{}");
        Call capacity = Call.json("PUT", "/api/v1/aid-services/" + service + "/capacity", "{\"units\":1}");
        SoftAssertions softly = new SoftAssertions();
        everywhere.forEach(root -> {
            paths.forEach(path -> softly.assertThat(Call.get(path).send(root, token).status()).as("%s%s", root, path)
                    .isEqualTo(404));
            for (Call act : List.of(accept, capacity, publish)) {
                softly.assertThat(act.send(root, token).status()).as("%s %s", root, act).isEqualTo(404);
            }
            softly.assertThat(publish.send(root, token, key).status()).as("the same again at %s", root).isEqualTo(404);
            softly.assertThat(Call.get("/api/v1/aid-services").send(root, token).body().path("items")).isEmpty();
        });
        softly.assertAll();
        assertThat(county.awaitReferral(need, "requested").path("id").asString()).isEqualTo(referral);
    }

    @Test
    void letsNobodyConfirmWhatTheyResolvedThemselves() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.resolve(need, County.VILLAGE_LEADER);
        county.awaitNeed(need, "AWAITING_CONFIRMATION");
        Answer own = county.post(County.VILLAGE_LEADER, "/api/v1/needs/" + need + "/confirmation",
                Map.of("outcome", "SOLVED"));
        assertThat(own.status()).as(own.problem()).isEqualTo(403);
        assertThat(own.body().path("type").asString("")).isEqualTo("/problems/resolver-may-not-confirm");
        county.confirm(need, "SOLVED");
    }

    @Test
    void letsNobodySettleWhatTheySentBackThemselves() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        String area = county.read(OFFICE, "/api/v1/grid-units/" + County.VILLAGE).path("parent").asString();
        String sibling = "";
        for (var one : county.read(OFFICE, "/api/v1/grid-units/" + area + "/children").path("items")) {
            sibling = one.path("code").asString().equals(County.VILLAGE) ? sibling : one.path("code").asString();
        }
        PostId leader = new PostId("area-leader:" + area);
        County.ok(county.act(need, leader, "return", Map.of("reason", "elsewhere", "proposedOwner", sibling)));
        Map<String, String> settled = Map.of("unit", sibling);
        assertThat(county.act(need, leader, "arbitration", settled).status()).isEqualTo(403);
        String arbiter = county.awaitCase(need, "RETURNED").path("responsible").path("post").asString();
        assertThat(arbiter).as("who decides").startsWith("town-");
        County.ok(county.act(need, new PostId(arbiter), "arbitration", settled));
    }

    /** The last one: what the others signed before is worth nothing afterwards. */
    @Test
    @Order(Integer.MAX_VALUE)
    void followsTheIssuerFromOneKeyToTheNext() throws IOException {
        String first = tokens.of(MEMBER, MEMBERS);
        Tokens former = tokens;
        assertEverywhere(first, 200);
        SigningKey key = SigningKey.of(DataFolder.at(product.data()));

        key.renew();
        String second = Tokens.of(product).of(MEMBER, MEMBERS);
        await("the new key").atMost(PATIENCE).untilAsserted(() -> assertEverywhere(second, 200));
        assertEverywhere(first, 200);

        key.renew();
        await("the first key to be withdrawn").atMost(PATIENCE).untilAsserted(() -> {
            // always another one: what was found genuine is remembered for a minute
            assertEverywhere(former.of(MEMBER, MEMBERS), 401);
        });
        assertEverywhere(second, 200);
    }

    private static String appoint(String post, String unit) {
        return County.ok(county.post(OFFICE, "/api/v1/appointments",
                Map.of("unit", unit, "post", post, "capacity", "MEMBER"))).path("id").asString();
    }
}
