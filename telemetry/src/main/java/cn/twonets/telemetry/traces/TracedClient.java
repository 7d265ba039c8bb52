package cn.twonets.telemetry.traces;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Sends what one service asks of another, as part of the trace of this thread's work. */
public final class TracedClient {
    private static final String TRACEPARENT = "traceparent";

    private final HttpClient http;
    private final Tracing tracing;

    /** @param http sends; is not closed here */
    public TracedClient(HttpClient http, Tracing tracing) {
        this.http = http;
        this.tracing = tracing;
    }

    /**
     * As {@link HttpClient#send}, with a span of its own where they are wanted.
     *
     * @param request complete but for its {@code traceparent}
     * @param route the template of its path; never the path itself
     */
    public <T> HttpResponse<T> send(HttpRequest.Builder request, String route, HttpResponse.BodyHandler<T> body)
            throws IOException, InterruptedException {
        HttpRequest asked = request.build();
        try (ClientSpan span = ClientSpan.begin(tracing, asked.method(), route, TraceContext.current())) {
            String traceparent = span.traceparent();
            try {
                HttpResponse<T> answer = http.send(
                        traceparent == null ? asked : request.setHeader(TRACEPARENT, traceparent).build(), body);
                span.answered(answer.statusCode());
                return answer;
            } catch (IOException | InterruptedException | RuntimeException e) {
                span.failed(e);
                throw e;
            }
        }
    }
}
