package cn.twonets.api.web;

import cn.twonets.telemetry.logs.LogContext;
import cn.twonets.telemetry.traces.Span;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.servlet.HandlerMapping;

/** What is told of a request once it is answered: method, route and status. Paths and queries may hold private data. */
final class ServedRequest {
    private static final int FIRST_FAULT_OF_OURS = 500;

    private ServedRequest() {
    }

    /** Ends the span, and tells the trail. */
    static void tell(Span span, RequestCause cause, HttpServletRequest request, HttpServletResponse response) {
        String route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern
                ? pattern
                : "no route";
        span.name(request.getMethod() + " " + route);
        span.put("http.request.method", request.getMethod());
        span.put("http.route", route);
        span.put("http.response.status_code", response.getStatus());
        if (response.getStatus() >= FIRST_FAULT_OF_OURS) {
            span.failed(String.valueOf(response.getStatus()));
        }
        span.end();
        if (LogContext.TRAIL.isDebugEnabled()) {
            LogContext.enter(cause.traceparent(), cause.correlationId());
            LogContext.TRAIL.debug("answered {} {} with {}", request.getMethod(), route, response.getStatus());
            LogContext.leave();
        }
    }
}
