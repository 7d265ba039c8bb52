package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.telemetry.testing.TraceCollector;
import cn.twonets.telemetry.testing.TraceCollector.Received;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TracesOverHttpTest {
    private static final String ENDPOINT = "otel.exporter.otlp.endpoint";
    private static final String CANARY = "CANARY-138";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final TraceCollector COLLECTOR = TraceCollector.start();

    private static String caused;
    private static int unexpected;

    @BeforeAll
    static void callAndStop() {
        System.setProperty(ENDPOINT, COLLECTOR.endpoint());
        RunningLedger ledger = new RunningLedger("--twonets.tracing.enabled=true");
        try {
            caused = ledger.call("GET", "/api/v1/me?name=" + CANARY)
                    .header("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-01")
                    .send()
                    .text("/traceparent");
            unexpected = ledger.call("GET", "/api/v1/entries/" + CANARY).send().status();
            ledger.anonymous("GET", "/api/v1/nothing/" + CANARY).send();
        } finally {
            // Stopping sends what is left.
            ledger.close();
            System.clearProperty(ENDPOINT);
        }
    }

    @AfterAll
    static void stop() {
        COLLECTOR.close();
    }

    @Test
    void tellsRouteAndStatusUnderTheCallersTrace() {
        Received me = COLLECTOR.spans().stream().filter(span -> span.trace().equals(TRACE)).findFirst().orElseThrow();

        assertThat(me.name()).isEqualTo("GET /api/v1/me");
        assertThat(me.part()).isEqualTo("ledger");
        assertThat(me.parent()).isEqualTo("00f067aa0ba902b7");
        assertThat(me.attributes()).containsEntry("http.route", "/api/v1/me")
                .containsEntry("http.response.status_code", "200");
    }

    @Test
    void makesWhatTheCallCausesPartOfItsSpan() {
        Received me = COLLECTOR.spans().stream().filter(span -> span.trace().equals(TRACE)).findFirst().orElseThrow();

        assertThat(caused).isEqualTo("00-" + TRACE + "-" + me.id() + "-01");
    }

    @Test
    void neverTellsPathsOrQueries() {
        assertThat(unexpected).isEqualTo(404);
        assertThat(COLLECTOR.spans()).hasSize(3)
                .allSatisfy(span -> assertThat(span.toString()).doesNotContain(CANARY))
                .extracting(Received::name)
                .contains("GET /api/v1/entries/{id}", "GET no route");
    }
}
