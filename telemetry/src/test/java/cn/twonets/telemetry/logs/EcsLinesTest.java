package cn.twonets.telemetry.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;
import org.springframework.boot.json.JsonParserFactory;

class EcsLinesTest {
    private static final String CANARY = "CANARY-410-phone-138";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    private final LoggerContext context = new LoggerContext();

    @AfterEach
    void leave() {
        LogContext.leave();
    }

    private String line(String message, Throwable thrown) {
        context.setMDCAdapter(MDC.getMDCAdapter());
        EcsLines lines = new EcsLines();
        lines.setContext(context);
        lines.setService("dispatch");
        lines.start();
        Logger logger = context.getLogger("cn.twonets.some.Place");
        return new String(lines.encode(new LoggingEvent("fqcn", logger, Level.WARN, message, thrown, null)),
                StandardCharsets.UTF_8);
    }

    @Test
    void areObjectsOfTheElasticCommonSchemaWithTheirTrace() {
        LogContext.enter("00-" + TRACE + "-00f067aa0ba902b7-01", "c-1");

        String line = line("两网 \"quoted\"", null);

        assertThat(line).endsWith("\n");
        assertThat(line.strip().lines()).hasSize(1);
        var json = JsonParserFactory.getJsonParser().parseMap(line);
        assertThat(json).containsEntry("message", "两网 \"quoted\"").containsKeys("@timestamp", "ecs");
        assertThat(json.get("service")).asString().contains("name=dispatch");
        assertThat(json.get("log")).asString().contains("level=WARN").contains("logger=cn.twonets.some.Place");
        assertThat(json.get("trace")).asString().isEqualTo("{id=" + TRACE + "}");
        assertThat(json.get("labels")).asString().isEqualTo("{correlation_id=c-1}");
    }

    @Test
    void sayWhatWasThrownWhereAndNeverItsMessage() {
        String line = line("Something failed",
                new IllegalStateException(CANARY, new java.io.IOException("cannot parse " + CANARY)));

        assertThat(line).doesNotContain(CANARY)
                .contains("java.lang.IllegalStateException", "java.io.IOException", "EcsLinesTest");
    }

    @Test
    void printPlacesOfExceptionsThatCauseEachOther() {
        IllegalStateException one = new IllegalStateException(CANARY);
        IllegalStateException other = new IllegalStateException(CANARY, one);
        one.initCause(other);

        assertThat(new PlacesOnly().printStackTraceToString(one)).doesNotContain(CANARY).contains("Caused by: ");
    }
}
