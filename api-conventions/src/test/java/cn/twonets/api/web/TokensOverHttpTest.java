package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.web.RunningLedger.Answer;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensOverHttpTest {
    private static final String POST = RunningLedger.LEADER;

    private static RunningLedger ledger;

    @BeforeAll
    static void start() {
        ledger = new RunningLedger();
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static Answer get(String token) {
        return ledger.anonymous("GET", "/api/v1/me").header("Authorization", "Bearer " + token).send();
    }

    private static void assertRefused(Answer answer, String slug, String code) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(401);
        assertThat(answer.text("/type")).isEqualTo("/problems/" + slug);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo("header:Authorization");
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
        assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
        assertThat(answer.header("Set-Cookie")).isEmpty();
    }

    @Test
    void tellsWhoCallsAndGivesLeadersWhatMembersMay() {
        Answer answer = get(ledger.issuer.token(POST, "grid-leader", "a-role-of-tomorrow"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/post")).isEqualTo(POST);
        assertThat(answer.json().at("/roles").toString()).isEqualTo("[\"GRID_MEMBER\",\"GRID_LEADER\"]");
    }

    @Test
    void refusesAbsentToken() {
        assertRefused(ledger.anonymous("GET", "/api/v1/me").send(), "token-missing", "missing");
    }

    @Test
    void refusesExpiredToken() {
        Date earlier = Date.from(Instant.now().minusSeconds(1200));
        Date past = Date.from(Instant.now().minusSeconds(600));
        assertRefused(get(ledger.issuer.token(POST,
                claims -> claims.issueTime(earlier).notBeforeTime(earlier).expirationTime(past))), "token-expired",
                "expired");
    }

    @Test
    void refusesTokenWithoutExpiry() {
        assertRefused(get(ledger.issuer.token(POST, claims -> claims.expirationTime(null))), "token-invalid",
                "no-expiry");
    }

    @Test
    void refusesTokenOfTomorrow() {
        Date future = Date.from(Instant.now().plusSeconds(600));
        assertRefused(get(ledger.issuer.token(POST, claims -> claims.notBeforeTime(future))), "token-invalid",
                "not-yet-valid");
    }

    @Test
    void refusesAnotherIssuer() {
        assertRefused(get(ledger.issuer.token(POST, claims -> claims.issuer("https://elsewhere.example"))),
                "token-invalid", "wrong-issuer");
    }

    @Test
    void refusesAnotherAudience() {
        assertRefused(get(ledger.issuer.token(POST, claims -> claims.audience("another-product"))), "token-invalid",
                "wrong-audience");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a name with spaces"})
    void refusesSubjectThatIsNoPost(String subject) {
        assertRefused(get(ledger.issuer.token(POST, claims -> claims.subject(subject))), "token-invalid",
                "wrong-subject");
    }

    @Test
    void refusesUnsignedToken() {
        String unsigned = new PlainJWT(ledger.issuer.claims(POST, "operator").build()).serialize();

        assertRefused(get(unsigned), "token-invalid", "not-genuine");
    }

    @Test
    void refusesTokenOfAnotherKeyUnderTheSameName() {
        assertRefused(get(ledger.issuer.forgedToken(POST, "operator")), "token-invalid", "not-genuine");
    }

    @Test
    void refusesSharedSecretInPlaceOfKey() throws JOSEException {
        SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("test-key").build(),
                ledger.issuer.claims(POST, "operator").build());
        token.sign(new MACSigner(new byte[32]));

        assertRefused(get(token.serialize()), "token-invalid", "not-genuine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "...."})
    void refusesWhatIsNoToken(String token) {
        assertRefused(get(token), "token-invalid", "not-genuine");
    }

    @Test
    void refusesTamperedClaims() {
        String[] good = ledger.token().split("\\.");
        String[] other = ledger.issuer.token("operator:411082", "operator").split("\\.");

        assertRefused(get(good[0] + "." + other[1] + "." + good[2]), "token-invalid", "not-genuine");
    }

    @Test
    void doesNotAskTheIssuerForEveryUnknownKey() {
        get(ledger.token());
        int before = ledger.issuer.keyRequests();
        int tokens = 12;

        for (int i = 0; i < tokens; i++) {
            assertThat(get(ledger.issuer.tokenOfUnknownKey(POST, "operator")).status()).isIn(401, 503);
        }

        assertThat(ledger.issuer.keyRequests() - before).isLessThan(tokens);
        assertThat(get(ledger.token()).status()).isEqualTo(200);
    }

    @Test
    void refusesCallerWithoutTheRole() {
        String member = ledger.issuer.token("village-member:411082110213", "grid-member");

        Answer answer = ledger.anonymous("GET", "/api/v1/leaders-only").header("Authorization", "Bearer " + member)
                .header("Accept-Language", "en").send();

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("/type")).isEqualTo("/problems/role-missing");
        assertThat(answer.text("/detail")).contains("grid-leader, operator");
        assertThat(ledger.call("GET", "/api/v1/leaders-only").send().status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator,supervisor", "grid-member,department", "grid-leader,department",
            "assistance-office,department",
            "service,grid-leader", "household-facts,operator"})
    void refusesRolesThatNobodyMayHoldTogether(String roles) {
        assertRefused(get(ledger.issuer.token(POST, roles.split(","))), "token-invalid", "conflicting-roles");
        for (String one : roles.split(",")) {
            assertThat(get(ledger.issuer.token(POST, one)).status()).as(one).isNotEqualTo(401);
        }
    }

    @Test
    void opensNothingToCallersWithoutARoleOfPeople() {
        for (String role : new String[]{"a-role-of-tomorrow", "service", "household-facts"}) {
            Answer answer = get(ledger.issuer.token(POST, role));
            assertThat(answer.status()).as(role).isEqualTo(403);
            assertThat(answer.text("/type")).isEqualTo("/problems/forbidden");
        }
    }

    @Test
    void keepsInternalPathsForServices() {
        String service = ledger.issuer.token("resource-service", "household-facts");

        Answer person = ledger.call("POST", "/internal/facts").send();
        Answer other = ledger.anonymous("POST", "/internal/facts").header("Authorization", "Bearer " + service).send();

        assertThat(person.status()).isEqualTo(403);
        assertThat(person.text("/type")).isEqualTo("/problems/forbidden");
        assertThat(other.status()).isEqualTo(200);
    }

    @Test
    void startsWhileTheIssuerIsAwayAndAsksToComeBack() {
        try (RunningLedger alone = new RunningLedger("--twonets.issuer.jwks-uri=http://127.0.0.1:1/jwks")) {
            Answer answer = alone.call("GET", "/api/v1/me").send();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.text("/type")).isEqualTo("/problems/temporarily-unavailable");
            assertThat(answer.header("Retry-After")).isNotEmpty();
        }
    }
}
