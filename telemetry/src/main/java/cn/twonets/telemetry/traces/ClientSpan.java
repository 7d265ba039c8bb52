package cn.twonets.telemetry.traces;

import org.jspecify.annotations.Nullable;

/**
 * One try of a call to another service, as who asks sees it, and the {@code traceparent} that is sent along. Where nothing
 * is recorded the context of the cause is sent along all the same.
 */
public final class ClientSpan implements AutoCloseable {
    private static final int FIRST_REFUSAL = 400;

    private final Span span;

    private ClientSpan(Span span) {
        this.span = span;
    }

    /**
     * Begins a call.
     *
     * @param route the template of the path, such as {@code /internal/states/{id}}; never the path, which may say more
     * @param parent what caused it; null begins a trace where traces are recorded
     */
    public static ClientSpan begin(Tracing tracing, String method, String route, @Nullable String parent) {
        if (!tracing.isOn()) {
            return new ClientSpan(new PassedOn(parent));
        }
        Span span = tracing.begin(Tracing.Kind.CLIENT, method + " " + route, parent);
        span.put("http.request.method", method);
        span.put("url.template", route);
        return new ClientSpan(span);
    }

    /** What is sent along; null if there is nothing. */
    public @Nullable String traceparent() {
        return span.traceparent();
    }

    /** It was answered; by the conventions a refusal is a failure of who asks. */
    public void answered(int status) {
        span.put("http.response.status_code", status);
        if (status >= FIRST_REFUSAL) {
            span.failed(String.valueOf(status));
        }
    }

    /** It was not answered. */
    public void failed(Throwable why) {
        span.failed(why.getClass().getName());
    }

    @Override
    public void close() {
        span.end();
    }
}
