package cn.twonets.api.web;

import cn.twonets.api.problem.Language;
import cn.twonets.telemetry.logs.LogContext;
import cn.twonets.telemetry.traces.Span;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.Tracing;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * The outermost filter: gives the request its cause, its span and its language, and turns whatever escapes into a
 * problem.
 */
final class RequestFilter extends OncePerRequestFilter {
    private static final String CAUSE = RequestCause.class.getName();

    private final ProblemAnswers answers;
    private final Tracing tracing;

    RequestFilter(ProblemAnswers answers, Tracing tracing) {
        this.answers = answers;
        this.tracing = tracing;
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
        if (request.getAttribute(CAUSE) instanceof RequestCause known) {
            filter(known, request, response, chain);
            return;
        }
        // Who looks after our health makes no traces.
        Tracing traced = Probes.areAsked(request) ? Tracing.OFF : tracing;
        Span span = traced.begin(Tracing.Kind.SERVER, request.getMethod(),
                request.getHeader(RequestCause.TRACE_HEADER));
        RequestCause cause = RequestCause.of(request.getHeader(RequestCause.CORRELATION_HEADER), span.traceparent());
        request.setAttribute(CAUSE, cause);
        try {
            filter(cause, request, response, chain);
        } finally {
            ServedRequest.tell(span, cause, request, response);
        }
    }

    private void filter(RequestCause cause, HttpServletRequest request, HttpServletResponse response,
            FilterChain chain) throws IOException {
        response.setHeader(RequestCause.CORRELATION_HEADER, cause.correlationId());
        RequestCause.use(cause);
        Language.use(Language.of(request.getHeader("Accept-Language")));
        LogContext.enter(cause.traceparent(), cause.correlationId());
        TraceContext.enter(cause.traceparent());
        try {
            chain.doFilter(request, response);
        } catch (ServletException | IOException | RuntimeException escaped) {
            answers.answer(escaped, request, response);
        } finally {
            TraceContext.leave();
            LogContext.leave();
            Language.use(null);
            RequestCause.use(null);
        }
    }
}
