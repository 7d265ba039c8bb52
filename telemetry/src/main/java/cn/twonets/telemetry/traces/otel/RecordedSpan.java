package cn.twonets.telemetry.traces.otel;

import cn.twonets.telemetry.traces.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;

/** A span of OpenTelemetry. */
record RecordedSpan(io.opentelemetry.api.trace.Span span) implements Span {
    @Override
    public String traceparent() {
        SpanContext context = span.getSpanContext();
        return "00-" + context.getTraceId() + "-" + context.getSpanId() + "-" + context.getTraceFlags().asHex();
    }

    @Override
    public void name(String name) {
        span.updateName(name);
    }

    @Override
    public void put(String attribute, String value) {
        span.setAttribute(attribute, value);
    }

    @Override
    public void put(String attribute, long value) {
        span.setAttribute(attribute, value);
    }

    @Override
    public void failed(String kind) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute("error.type", kind);
    }

    @Override
    public void end() {
        span.end();
    }
}
