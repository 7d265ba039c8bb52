package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class RememberedTokensTest {
    private static final Instant START = Instant.parse("2026-11-21T08:00:00Z");

    private final List<String> verified = new ArrayList<>();
    private Instant now = START;
    private boolean keyWithdrawn;
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);
    private final RememberedTokens tokens = new RememberedTokens(this::verify,
            token -> now.isBefore(token.getExpiresAt())
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error("expired")),
            clock);

    private Jwt verify(String token) {
        verified.add(token);
        if (keyWithdrawn || token.contains("forged")) {
            throw new BadJwtException("not genuine");
        }
        return new Jwt(token, START, START.plusSeconds(40), java.util.Map.of("alg", "RS256"),
                java.util.Map.of("sub", token));
    }

    @Test
    void verifiesTheSignatureOfTheSameTokenOnceAMinute() {
        tokens.decode("a");
        tokens.decode("a");
        assertThat(tokens.decode("b").getSubject()).isEqualTo("b");
        assertThat(verified).containsExactly("a", "b");
    }

    @Test
    void asksAgainAfterAMinuteAndHeedsAWithdrawnKey() {
        tokens.decode("a");
        keyWithdrawn = true;
        now = START.plus(Duration.ofMinutes(1));
        assertThatExceptionOfType(BadJwtException.class).isThrownBy(() -> tokens.decode("a"));
    }

    @Test
    void checksOnEveryCallWhatARememberedTokenSays() {
        tokens.decode("a");
        now = START.plusSeconds(41);
        assertThatExceptionOfType(JwtValidationException.class).isThrownBy(() -> tokens.decode("a"));
        assertThat(verified).containsExactly("a");
    }

    @Test
    void remembersNoTokenThatWasRefused() {
        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(JwtException.class).isThrownBy(() -> tokens.decode("forged"));
        }
        assertThat(verified).hasSize(2);
    }

    @Test
    void forgetsTheLeastUsedBeyondTenThousand() {
        tokens.decode("first");
        for (int i = 0; i < 10_000; i++) {
            tokens.decode("other-" + i);
        }
        verified.clear();
        tokens.decode("first");
        tokens.decode("other-9999");
        assertThat(verified).containsExactly("first");
    }
}
