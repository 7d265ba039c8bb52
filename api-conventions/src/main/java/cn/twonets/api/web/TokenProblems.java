package cn.twonets.api.web;

import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/** Answers what the token check refuses. */
final class TokenProblems implements AuthenticationEntryPoint, AuthenticationFailureHandler, AccessDeniedHandler {
    private final ProblemWriter writer;
    private final TurnedAway turnedAway;

    TokenProblems(ProblemWriter writer, TurnedAway turnedAway) {
        this.writer = writer;
        this.turnedAway = turnedAway;
    }

    @Override
    public void commence(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (mustWait(request, response)) {
            return;
        }
        if (why instanceof AuthenticationServiceException) {
            // the issuer's keys cannot be had now, which says nothing about the token
            writer.write(Refusal.of(StandardProblem.TEMPORARILY_UNAVAILABLE).retryAfter(Failures.PAUSE), request,
                    response);
            return;
        }
        boolean given = why instanceof OAuth2AuthenticationException;
        response.setHeader("WWW-Authenticate",
                given ? "Bearer realm=\"twonets\", error=\"invalid_token\"" : "Bearer realm=\"twonets\"");
        writer.write(given ? refusal(why.getCause()) : missing(), request, response);
    }

    @Override
    public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
            AuthenticationException why) throws IOException {
        commence(request, response, why);
    }

    @Override
    public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (!mustWait(request, response)) {
            writer.write(Refusal.of(StandardProblem.FORBIDDEN), request, response);
        }
    }

    private boolean mustWait(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Duration wait = turnedAway.wait(request);
        if (wait.isPositive()) {
            writer.write(Refusal.of(StandardProblem.TOO_MANY_REQUESTS).retryAfter(wait), request, response);
        }
        return wait.isPositive();
    }

    private static Refusal missing() {
        return Refusal.of(StandardProblem.TOKEN_MISSING).header("Authorization", "missing");
    }

    private static Refusal refusal(Throwable cause) {
        if (cause instanceof JwtValidationException validation) {
            boolean expired = validation.getErrors().stream()
                    .anyMatch(error -> TokenRules.EXPIRED.equals(error.getErrorCode()));
            Refusal refusal = Refusal.of(expired ? StandardProblem.TOKEN_EXPIRED : StandardProblem.TOKEN_INVALID);
            validation.getErrors().forEach(error -> refusal.header("Authorization", error.getErrorCode()));
            return refusal;
        }
        return Refusal.of(StandardProblem.TOKEN_INVALID).header("Authorization", "not-genuine");
    }
}
