package cn.twonets.api.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Remembers for a minute whose signature was good, by the hash of the whole token, so that a caller who comes often is
 * not reckoned anew with each call. What a token says (expiry first) is checked on every call. Tokens that were refused
 * are not remembered; a withdrawn key is heeded within a minute after the keys themselves were asked for again.
 */
final class RememberedTokens implements JwtDecoder {
    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final JwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> rules;
    private final Clock real;
    private final Map<ByteBuffer, Genuine> genuine = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Genuine> eldest) {
            return size() > MOST;
        }
    };

    private record Genuine(Jwt token, Instant until) {}

    /**
     * @param signatures checks that a token is genuine, and nothing else
     * @param rules what a genuine token must say
     * @param real a clock that no virtual time moves
     */
    RememberedTokens(JwtDecoder signatures, OAuth2TokenValidator<Jwt> rules, Clock real) {
        this.signatures = signatures;
        this.rules = rules;
        this.real = real;
    }

    @Override
    public Jwt decode(String token) {
        Jwt checked = genuine(token);
        OAuth2TokenValidatorResult result = rules.validate(checked);
        if (result.hasErrors()) {
            throw new JwtValidationException("a genuine token that is not good here", result.getErrors());
        }
        return checked;
    }

    private Jwt genuine(String token) {
        ByteBuffer hash = hash(token);
        Instant now = real.instant();
        synchronized (genuine) {
            Genuine known = genuine.get(hash);
            if (known != null && now.isBefore(known.until())) {
                return known.token();
            }
        }
        Jwt checked = signatures.decode(token);
        synchronized (genuine) {
            genuine.put(hash, new Genuine(checked, now.plus(REMEMBERED)));
        }
        return checked;
    }

    private static ByteBuffer hash(String token) {
        try {
            return ByteBuffer.wrap(
                    MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK knows SHA-256", e);
        }
    }
}
