package cn.twonets.gateway.routes;

import cn.twonets.api.web.RequestCause;
import java.util.Collections;
import java.util.List;
import org.springframework.cloud.gateway.server.mvc.filter.HttpHeadersFilter.RequestHttpHeadersFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.function.ServerRequest;

/**
 * Lets through only the headers that our APIs read, so that nobody outside can speak to a service in headers meant for
 * the inside: no forged {@code X-…}, no forwarding chains, no cookies, no hop-by-hop headers. The cause is the door's.
 */
final class PassedHeaders implements RequestHttpHeadersFilter, Ordered {
    private static final List<String> PASSED = List.of("Authorization", "Accept", "Accept-Language", "Content-Type",
            "Content-Length", "Idempotency-Key", "If-Match", "If-None-Match", "tracestate");

    @Override
    public HttpHeaders apply(HttpHeaders headers, ServerRequest request) {
        HttpHeaders passed = new HttpHeaders();
        for (String name : PASSED) {
            List<String> values = Collections.list(request.servletRequest().getHeaders(name));
            if (!values.isEmpty()) {
                passed.put(name, values);
            }
        }
        RequestCause cause = RequestCause.current();
        passed.set(RequestCause.CORRELATION_HEADER, cause.correlationId());
        passed.set(RequestCause.TRACE_HEADER, cause.traceparent());
        return passed;
    }

    /** After everything that Gateway itself adds. */
    @Override
    public int getOrder() {
        return LOWEST_PRECEDENCE;
    }
}
