package cn.twonets.telemetry.logs;

import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * To which trace the log lines of this thread belong, under the names of the Elastic Common Schema.
 */
public final class LogContext {
    /** ECS: the trace, 32 hexadecimal digits. */
    public static final String TRACE = "trace.id";
    /** ECS has no field for what follows one request through the services; labels are free. */
    public static final String CORRELATION = "labels.correlation_id";

    /**
     * Tells at {@code DEBUG} of each request that was answered and each event that was taken: with it the way of one
     * need can be followed by its trace. Off by default.
     */
    public static final Logger TRAIL = LoggerFactory.getLogger("cn.twonets.trail");

    private static final Pattern W3C = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private LogContext() {
    }

    /**
     * From here on, until this thread leaves it.
     *
     * @param traceparent W3C trace context; of anything else nothing is written, since records may hold what they like
     * @param correlationId follows one request through the services
     */
    public static void enter(String traceparent, String correlationId) {
        if (W3C.matcher(traceparent).matches()) {
            MDC.put(TRACE, traceparent.substring(3, 35));
        }
        if (ID.matcher(correlationId).matches()) {
            MDC.put(CORRELATION, correlationId);
        }
    }

    /** This thread's lines belong to no trace any more. */
    public static void leave() {
        MDC.remove(TRACE);
        MDC.remove(CORRELATION);
    }
}
