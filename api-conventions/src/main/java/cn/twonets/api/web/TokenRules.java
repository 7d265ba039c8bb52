package cn.twonets.api.web;

import cn.twonets.api.caller.Role;
import cn.twonets.events.PostId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * What a token must say beside a good signature. Tokens keep real time even where time is virtual, so this takes a clock
 * of its own.
 */
final class TokenRules implements OAuth2TokenValidator<Jwt> {
    static final String EXPIRED = "expired";
    private static final Set<String> ACCESS = Set.of("jwt", "at+jwt", "application/at+jwt");

    private final IssuerSettings issuer;
    private final Clock real;

    TokenRules(IssuerSettings issuer, Clock real) {
        this.issuer = issuer;
        this.real = real;
    }

    @Override
    public OAuth2TokenValidatorResult validate(Jwt token) {
        List<OAuth2Error> errors = new ArrayList<>();
        Instant now = real.instant();
        Instant expires = token.getExpiresAt();
        Instant begins = token.getNotBefore();
        if (expires == null) {
            errors.add(new OAuth2Error("no-expiry"));
        } else if (!now.isBefore(expires.plus(issuer.tolerance()))) {
            errors.add(new OAuth2Error(EXPIRED));
        }
        if (begins != null && now.isBefore(begins.minus(issuer.tolerance()))) {
            errors.add(new OAuth2Error("not-yet-valid"));
        }
        if (!issuer.uri().equals(token.getClaimAsString("iss"))) {
            errors.add(new OAuth2Error("wrong-issuer"));
        }
        List<String> audience = token.getAudience();
        if (audience == null || !audience.contains(issuer.audience())) {
            errors.add(new OAuth2Error("wrong-audience"));
        }
        if (!isPost(token.getSubject())) {
            errors.add(new OAuth2Error("wrong-subject"));
        }
        if (!isAccessToken(token.getHeaders().get("typ"))) {
            errors.add(new OAuth2Error("wrong-kind"));
        }
        if (Role.conflict(CallerToken.roles(token))) {
            errors.add(new OAuth2Error("conflicting-roles"));
        }
        return OAuth2TokenValidatorResult.failure(errors);
    }

    /** Issuers sign other things than access tokens, such as logout tokens, and say so (RFC 8725, 3.11). */
    private static boolean isAccessToken(@Nullable Object kind) {
        return kind == null || ACCESS.contains(String.valueOf(kind).toLowerCase(Locale.ROOT));
    }

    private static boolean isPost(String subject) {
        try {
            return subject != null && new PostId(subject).value().equals(subject);
        } catch (IllegalArgumentException notAPost) {
            return false;
        }
    }
}
