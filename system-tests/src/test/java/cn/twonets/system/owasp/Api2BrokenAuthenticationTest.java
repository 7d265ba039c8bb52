package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.system.kit.County;
import cn.twonets.system.owasp.Wire.Reply;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * API2:2023. Beside {@code TokensTest}: tokens in places where none belong, tokens that bring their own key, callers who
 * say two things at once, and an issuer that is asked for what it must not give.
 */
@ExtendWith(OneSite.class)
class Api2BrokenAuthenticationTest {
    private static final String PATH = "/api/v1/needs";
    private static final List<String> MEMBER = List.of("grid-member");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;

    Api2BrokenAuthenticationTest(Site site) {
        this.site = site;
    }

    @Test
    void takesATokenFromItsOwnHeaderAlone() {
        String token = site.member();
        Map<String, Wire> elsewhere = new LinkedHashMap<>();
        elsewhere.put("query", Wire.get(site.door(), PATH + "?access_token=" + token));
        elsewhere.put("cookie", Wire.get(site.door(), PATH).header("Cookie", "access_token=" + token
                + "; Authorization=Bearer%20" + token));
        elsewhere.put("form", Wire.to(site.door(), "POST", PATH).body("application/x-www-form-urlencoded",
                ("access_token=" + token).getBytes(StandardCharsets.US_ASCII)));
        elsewhere.put("another header", Wire.get(site.door(), PATH).header("X-Authorization", "Bearer " + token)
                .header("X-Access-Token", token).header("Proxy-Authorization", "Bearer " + token));
        elsewhere.put("Basic", Wire.get(site.door(), PATH).header("Authorization", "Basic " + Base64.getEncoder()
                .encodeToString((County.VILLAGE_MEMBER.value() + ":" + token).getBytes(StandardCharsets.US_ASCII))));
        elsewhere.put("no scheme", Wire.get(site.door(), PATH).header("Authorization", token));
        elsewhere.put("Token", Wire.get(site.door(), PATH).header("Authorization", "Token " + token));
        elsewhere.put("list", Wire.get(site.door(), PATH).header("Authorization", "Basic eDp5, Bearer " + token));
        elsewhere.forEach((where, wire) -> {
            Reply reply = wire.send();
            assertThat(reply.status()).as(where + " " + reply.body()).isEqualTo(401);
            assertThat(reply.header("WWW-Authenticate")).as(where).startsWith("Bearer realm=");
            assertThat(reply.body()).doesNotContain(token);
        });
        assertThat(site.get(token, PATH).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void hearsNobodyWhoIsTwoAtOnce(boolean goodFirst) {
        String good = "Bearer " + site.member();
        String other = "Bearer " + site.token(Site.SUPERVISOR);
        site.services().forEach((service, root) -> {
            Reply reply = Wire.get(root, service.equals("gateway") ? PATH : "/api/v1/anything")
                    .header("Authorization", goodFirst ? good : other)
                    .header("Authorization", goodFirst ? other : good)
                    .send();
            assertThat(reply.status()).as(service + " " + reply.body()).isEqualTo(400);
            assertThat(reply.faults()).contains("header:Authorization ");
        });
        assertThat(site.get(site.member(), PATH).status()).isEqualTo(200);
    }

    @Test
    void trustsNoKeyThatATokenBringsAlong() throws JOSEException {
        RSAKey own = new RSAKeyGenerator(2048).keyID(site.tokens.key().getKeyID()).generate();
        RSAKey strange = new RSAKeyGenerator(2048).keyID("../../../../../../dev/null").generate();
        try (Listener listener = new Listener()) {
            URI keys = URI.create(listener.uri() + "/jwks");
            Map<String, String> bad = new LinkedHashMap<>();
            bad.put("jwk", signed(own, header -> header.jwk(own.toPublicJWK())));
            bad.put("jku", signed(own, header -> header.jwkURL(keys)));
            bad.put("x5u", signed(own, header -> header.x509CertURL(keys)));
            bad.put("kid that is a path", signed(strange, header -> header));
            bad.put("kid that is a question", signed(
                    new RSAKeyGenerator(2048).keyID("x' or '1'='1").generate(), header -> header.jwkURL(keys)));
            bad.put("crit", signed(site.tokens.key(), header -> header.criticalParams(Set.of("owasp"))
                    .customParam("owasp", 1)));
            bad.put("another algorithm of the right key",
                    signed(JWSAlgorithm.RS512, site.tokens.key(), header -> header));
            bad.put("kind of token",
                    signed(site.tokens.key(), header -> header.type(new JOSEObjectType("logout+jwt"))));
            String genuine = site.tokens.of(County.VILLAGE_MEMBER.value(), MEMBER);
            String[] parts = genuine.split("\\.");
            bad.put("without a signature", parts[0] + "." + parts[1] + ".");
            bad.put("of two parts", parts[0] + "." + parts[1]);
            bad.put("of five parts", genuine + ".." + parts[2]);
            bad.put("with another's claims", parts[0] + "." + site.tokens.of("operator:411082", List.of("operator"))
                    .split("\\.")[1] + "." + parts[2]);
            bad.put("not a token", "nothing");
            bad.put("nothing", "");
            Set<String> answers = new HashSet<>();
            bad.forEach((how, token) -> {
                Reply reply = judged(token);
                assertThat(reply.status()).as(how + " " + reply.body()).isEqualTo(401);
                answers.add(reply.problem());
            });
            assertThat(answers).as("nobody is told how close they came").isSubsetOf("token-invalid", "token-missing");
            assertThat(site.get(genuine, PATH).status()).isEqualTo(200);
            assertThat(listener.calls()).as("calls to addresses in tokens").isZero();
        }
    }

    /** Keys that nobody knows are asked for now and then only; in between the door cannot judge, and says so. */
    private Reply judged(String token) {
        Reply[] reply = new Reply[1];
        await("a judgement").atMost(PATIENCE).until(() -> {
            reply[0] = site.get(token, PATH);
            return reply[0].status() != 503;
        });
        return reply[0];
    }

    private String signed(RSAKey key, UnaryOperator<JWSHeader.Builder> change) throws JOSEException {
        return signed(JWSAlgorithm.RS256, key, change);
    }

    private String signed(JWSAlgorithm algorithm, RSAKey key, UnaryOperator<JWSHeader.Builder> change)
            throws JOSEException {
        SignedJWT token = new SignedJWT(
                change.apply(new JWSHeader.Builder(algorithm).keyID(key.getKeyID())).build(),
                site.tokens.claims(County.VILLAGE_MEMBER.value(), MEMBER).build());
        token.sign(new RSASSASigner(key));
        return token.serialize();
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator", "[\"operator\"]", "{\"operator\":true}", "operator grid-member", "OPERATOR",
            "operator,grid-member", "ROLE_operator", "SCOPE_operator", "household-facts\u0000"})
    void readsNoRoleOutOfAClaimThatIsNoListOfThem(String claimed) {
        String token = site.tokens.of("operator:411082", List.of(), claims -> claims.claim("roles", claimed)
                .claim("role", "operator").claim("scope", "operator").claim("authorities", List.of("operator"))
                .claim("realm_access", Map.of("roles", List.of("operator"))));
        assertThat(site.get(token, "/api/v1/dead-letters").status()).isEqualTo(403);
        assertThat(site.get(site.token(Site.OPERATOR), "/api/v1/dead-letters").status()).isEqualTo(200);
    }

    @Test
    void getsNobodysTokenFromTheIssuer() {
        URI issuer = site.product.ports().issuerUri();
        String type = "application/x-www-form-urlencoded";
        for (String form : new String[]{
                "grant_type=password&username=operator:411082&password=operator",
                "grant_type=client_credentials&client_id=operator:411082&client_secret=",
                "grant_type=client_credentials&client_id=intake-service&client_secret=",
                "grant_type=client_credentials&client_id=intake-service&client_secret=intake-service",
                "grant_type=client_credentials&client_id=../issuer/signing-key.json&client_secret=x",
                "grant_type=refresh_token&refresh_token=x",
                "grant_type=urn:ietf:params:oauth:grant-type:token-exchange"}) {
            Reply reply = Wire.to(issuer, "POST", "/token").body(type, form.getBytes(StandardCharsets.US_ASCII)).send();
            assertThat(reply.status()).as(form + " " + reply.body()).isIn(400, 401);
            assertThat(reply.body()).doesNotContain("access_token");
        }
        Reply keys = Wire.get(issuer, "/jwks").send();
        assertThat(keys.status()).isEqualTo(200);
        keys.json().path("keys").forEach(key -> assertThat(key.propertyNames())
                .as("parts of a published key").contains("kid", "n")
                .doesNotContain("d", "p", "q", "dp", "dq", "qi", "k"));
        for (String path : new String[]{"/../signing-key.json", "/%2e%2e/signing-key.json", "/signing-key.json",
                "/clients"}) {
            assertThat(Wire.get(issuer, path).send().status()).as(path).isIn(400, 404);
        }
    }
}
