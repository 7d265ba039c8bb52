package cn.twonets.api.web;

import cn.twonets.telemetry.traces.ClientSpan;
import cn.twonets.telemetry.traces.TraceContext;
import cn.twonets.telemetry.traces.Tracing;
import java.io.IOException;
import java.util.regex.Pattern;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * Makes what a {@link RestClient} asks of another service part of the trace of who asks: the request's own
 * {@code traceparent} where it has one, as where another thread asks, else that of this thread's work.
 */
public final class TracedRequests implements ClientHttpRequestInterceptor {
    /** Where a RestClient keeps the template of an address. */
    private static final String TEMPLATE = RestClient.class.getName() + ".uriTemplate";
    private static final Pattern HOST = Pattern.compile("^[a-z]+://[^/]*");

    private final Tracing tracing;

    /** @param tracing whether each request is to be a span */
    public TracedRequests(Tracing tracing) {
        this.tracing = tracing;
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        String own = request.getHeaders().getFirst(RequestCause.TRACE_HEADER);
        try (ClientSpan span = ClientSpan.begin(tracing, request.getMethod().name(), route(request),
                own == null ? TraceContext.current() : own)) {
            String traceparent = span.traceparent();
            if (traceparent != null) {
                request.getHeaders().set(RequestCause.TRACE_HEADER, traceparent);
            }
            try {
                ClientHttpResponse answer = execution.execute(request, body);
                span.answered(answer.getStatusCode().value());
                return answer;
            } catch (IOException | RuntimeException e) {
                span.failed(e);
                throw e;
            }
        }
    }

    /** Never the address itself, which holds ids. */
    private static String route(HttpRequest request) {
        return request.getAttributes().get(TEMPLATE) instanceof String template
                ? HOST.matcher(template).replaceFirst("")
                : "no route";
    }
}
