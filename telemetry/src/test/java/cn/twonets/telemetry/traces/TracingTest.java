package cn.twonets.telemetry.traces;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.telemetry.testing.TraceCollector;
import cn.twonets.telemetry.testing.TraceCollector.Received;
import cn.twonets.telemetry.traces.otel.OpenTelemetryTracing;
import cn.twonets.telemetry.traces.spring.TracingAutoConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Through the wire, to a collector in this process. */
class TracingTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private final TraceCollector collector = TraceCollector.start();

    @BeforeEach
    void listen() {
        System.setProperty(ENDPOINT, collector.endpoint());
    }

    @AfterEach
    void stop() {
        System.clearProperty(ENDPOINT);
        collector.close();
    }

    @Test
    void continuesTheTraceOfItsCause() {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing("intake")) {
            Span first = tracing.begin(Tracing.Kind.SERVER, "POST", PARENT);
            first.name("POST /api/v1/needs");
            first.put("http.response.status_code", 201);
            Span next = tracing.begin(Tracing.Kind.CONSUMER, "process twonets.needs.v1", first.traceparent());
            next.failed("java.lang.IllegalStateException");
            next.end();
            first.end();
        }
        assertThat(collector.spans()).hasSize(2);
        Received next = collector.spans().getFirst();
        Received first = collector.spans().getLast();
        assertThat(first.part()).isEqualTo("intake");
        assertThat(first.name()).isEqualTo("POST /api/v1/needs");
        assertThat(first.kind()).isEqualTo("SPAN_KIND_SERVER");
        assertThat(first.trace()).isEqualTo(TRACE);
        assertThat(first.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(first.attributes()).containsEntry("http.response.status_code", "201");
        assertThat(first.failed()).isFalse();
        assertThat(next.trace()).isEqualTo(TRACE);
        assertThat(next.parent()).isEqualTo(first.id());
        assertThat(next.kind()).isEqualTo("SPAN_KIND_CONSUMER");
        assertThat(next.failed()).isTrue();
    }

    @Test
    void beginsATraceWhereThereIsNoneOrABrokenOne() {
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing("intake")) {
            tracing.begin(Tracing.Kind.SERVER, "none", null).end();
            tracing.begin(Tracing.Kind.SERVER, "broken", "00-zz-1").end();
        }
        assertThat(collector.spans()).hasSize(2).allSatisfy(span -> assertThat(span.parent()).isEmpty());
        assertThat(collector.spans().getFirst().trace()).isNotEqualTo(collector.spans().getLast().trace());
    }

    @Test
    void recordsNothingOfACallerWhoWantsNoTraceAndPassesItOn() {
        String unsampled = "00-" + TRACE + "-00f067aa0ba902b7-00";
        try (OpenTelemetryTracing tracing = new OpenTelemetryTracing("intake")) {
            Span span = tracing.begin(Tracing.Kind.SERVER, "POST", unsampled);
            assertThat(span.traceparent()).startsWith("00-" + TRACE).endsWith("-00");
            span.end();
        }
        assertThat(collector.spans()).isEmpty();
    }

    @Test
    void isOffUnlessItIsWanted() {
        ApplicationContextRunner part = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TracingAutoConfiguration.class));
        // Off, it does not even need the classes of OpenTelemetry.
        part.withClassLoader(new FilteredClassLoader("io.opentelemetry"))
                .run(context -> assertThat(context.getBean(Tracing.class)).isSameAs(Tracing.OFF));
        part.withPropertyValues("twonets.tracing.enabled=true")
                .run(context -> assertThat(context.getBean(Tracing.class).isOn()).isTrue());
        assertThat(Tracing.OFF.begin(Tracing.Kind.SERVER, "POST", PARENT).traceparent()).isEqualTo(PARENT);
    }
}
