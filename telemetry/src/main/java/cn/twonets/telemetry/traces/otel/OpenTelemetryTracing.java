package cn.twonets.telemetry.traces.otel;

import cn.twonets.telemetry.traces.Span;
import cn.twonets.telemetry.traces.Tracing;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Records spans and sends them by OTLP. Everything is set by OpenTelemetry's own environment variables and system
 * properties, such as {@code OTEL_EXPORTER_OTLP_ENDPOINT} and {@code OTEL_TRACES_SAMPLER}; by default to
 * {@code http://localhost:4318}. Spans that cannot be sent are dropped: nobody waits for them.
 */
public final class OpenTelemetryTracing implements Tracing, AutoCloseable {
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<String> PARENT = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String parent) {
            return List.of(TRACEPARENT);
        }

        @Override
        public @Nullable String get(@Nullable String parent, String key) {
            return TRACEPARENT.equals(key) ? parent : null;
        }
    };

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    /** @param part the name of this part, unless {@code OTEL_SERVICE_NAME} says another */
    public OpenTelemetryTracing(String part) {
        this.sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> Map.of(
                        "otel.service.name", part,
                        "otel.exporter.otlp.protocol", "http/protobuf",
                        "otel.metrics.exporter", "none",
                        "otel.logs.exporter", "none"))
                .build()
                .getOpenTelemetrySdk();
        this.tracer = sdk.getTracer("cn.twonets");
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Span begin(Kind kind, String name, @Nullable String parent) {
        Context caused = parent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, PARENT);
        return new RecordedSpan(tracer.spanBuilder(name)
                .setParent(caused)
                .setSpanKind(switch (kind) {
                    case SERVER -> SpanKind.SERVER;
                    case CONSUMER -> SpanKind.CONSUMER;
                    case CLIENT -> SpanKind.CLIENT;
                })
                .startSpan());
    }

    /** Sends what is left, for some seconds at the most. */
    @Override
    public void close() {
        sdk.close();
    }
}
