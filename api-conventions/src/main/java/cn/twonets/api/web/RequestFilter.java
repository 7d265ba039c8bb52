package cn.twonets.api.web;

import cn.twonets.api.problem.Language;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** The outermost filter: gives the request its cause and language, and turns whatever escapes into a problem. */
final class RequestFilter extends OncePerRequestFilter {
    private static final String CAUSE = RequestCause.class.getName();

    private final ProblemAnswers answers;

    RequestFilter(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        RequestCause cause = request.getAttribute(CAUSE) instanceof RequestCause known
                ? known
                : RequestCause.of(request.getHeader(RequestCause.CORRELATION_HEADER),
                        request.getHeader(RequestCause.TRACE_HEADER));
        request.setAttribute(CAUSE, cause);
        response.setHeader(RequestCause.CORRELATION_HEADER, cause.correlationId());
        RequestCause.use(cause);
        Language.use(Language.of(request.getHeader("Accept-Language")));
        MDC.put("traceId", cause.traceId());
        MDC.put("correlationId", cause.correlationId());
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException escaped) {
            answers.answer(escaped, request, response);
        } finally {
            MDC.remove("traceId");
            MDC.remove("correlationId");
            Language.use(null);
            RequestCause.use(null);
        }
    }
}
