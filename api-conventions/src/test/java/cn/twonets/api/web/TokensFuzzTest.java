package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.caller.Caller;
import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Tokens as nobody may send them: each is a caller or is refused as bad, never answered as our own mistake. */
class TokensFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-21T08:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final String GOOD = "{\"iss\":\"http://127.0.0.1:8089\",\"aud\":\"twonets\",\"sub\":"
            + "\"village-leader:411082110213\",\"roles\":[\"grid-leader\",\"grid-member\"],\"iat\":1795248000,"
            + "\"nbf\":1795248000,\"exp\":1795251600,\"jti\":\"a\",\"client_id\":\"b\"}";
    private static final List<String> WORDS = Words.of(Words.JSON,
            List.of("exp", "nbf", "iat", "aud", "sub", "iss", "roles",
                    "operator", "supervisor", "service", "alg", "none", "HS256", "RS256", "kid", "crit", "b64", "zip",
                    "DEF", "jwk",
                    "x5c", ".", "..", "e30", "1e30", "-1e30", "253402300800", "9223372036854775", "31556889864403199"));

    private final ECKey key = newKey();
    private final JwtDecoder decoder = decoder(key);

    private static ECKey newKey() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("fuzz").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JwtDecoder decoder(ECKey key) {
        NimbusJwtDecoder signatures = NimbusJwtDecoder
                .withJwkSource(new ImmutableJWKSet<>(new JWKSet(key.toPublicJWK())))
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        signatures.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        IssuerSettings issuer = new IssuerSettings("http://127.0.0.1:8089", "http://127.0.0.1:8089/jwks", "twonets",
                Duration.ofSeconds(30), Duration.ofMinutes(5));
        return new RememberedTokens(signatures, new TokenRules(issuer, CLOCK), CLOCK);
    }

    /** Bad means 401; every other exception of the framework means that the issuer is away, and 503. */
    private String asked(String token) {
        Jwt checked;
        try {
            checked = decoder.decode(token);
        } catch (BadJwtException bad) {
            return bad.getClass().getSimpleName();
        }
        Caller caller = (Caller) CallerToken.converter().convert(checked).getPrincipal();
        assertThat(caller.post().value()).isEqualTo(checked.getSubject());
        return "caller with " + caller.roles().size();
    }

    private String signed(byte[] header, byte[] claims) {
        String front = encoded(header) + "." + encoded(claims);
        try {
            JWSHeader algorithm = new JWSHeader(JWSAlgorithm.ES256);
            byte[] signature = new ECDSASigner(key).sign(algorithm, front.getBytes(StandardCharsets.US_ASCII)).decode();
            return front + "." + encoded(signature);
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void takesAnyTextForATokenOrRefusesIt() throws Exception {
        JWSObject good = new JWSObject(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("fuzz").build(),
                new Payload(GOOD));
        good.sign(new ECDSASigner(key));
        Map<String, Long> outcomes = DecoderFuzz.of("tokens", WORDS).slowly().from(List.of(bytes(good.serialize())))
                .feed(input -> asked(new String(input, StandardCharsets.ISO_8859_1)));
        assertThat(outcomes).containsKeys("caller with 2", "BadJwtException");
    }

    /** Whatever an issuer might claim, under a signature that is good. */
    @Test
    void takesAnyGenuineClaimsOrRefusesThem() throws Exception {
        Map<String, Long> outcomes = DecoderFuzz.of("claims", WORDS).slowly().from(List.of(bytes(GOOD)))
                .feed(input -> asked(signed(bytes("{\"alg\":\"ES256\",\"kid\":\"fuzz\"}"), input)));
        assertThat(outcomes).containsKeys("caller with 2", "BadJwtException", "JwtValidationException");
    }

    @Test
    void takesAnyGenuineHeaderOrRefusesIt() throws Exception {
        Map<String, Long> outcomes = DecoderFuzz.of("token-headers", WORDS).slowly()
                .feed(input -> asked(signed(input, bytes(GOOD))));
        assertThat(outcomes).containsKeys("caller with 2", "BadJwtException");
    }
}
