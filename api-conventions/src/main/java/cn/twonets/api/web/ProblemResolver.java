package cn.twonets.api.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/** Stands before Spring's own resolvers, so that every exception of every handler becomes a problem. */
final class ProblemResolver implements HandlerExceptionResolver, Ordered {
    private final ProblemAnswers answers;

    ProblemResolver(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    public int getOrder() {
        return -10;
    }

    @Override
    public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
            @Nullable Object handler, Exception thrown) {
        try {
            answers.answer(thrown, request, response);
            return new ModelAndView();
        } catch (IOException callerGone) {
            throw new UncheckedIOException(callerGone);
        }
    }
}
