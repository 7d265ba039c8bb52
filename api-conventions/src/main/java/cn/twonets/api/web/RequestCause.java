package cn.twonets.api.web;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a request is part of; goes into the events that it causes, into logs and into answers.
 *
 * @param correlationId the header {@code X-Correlation-Id} if it is a UUID or 32 hexadecimal digits (anything freer
 *        could carry private data onto topics), else a new one
 * @param traceparent the W3C trace context of the request, else a new one
 */
public record RequestCause(String correlationId, String traceparent) {
    public static final String CORRELATION_HEADER = "X-Correlation-Id";
    public static final String TRACE_HEADER = "traceparent";

    private static final Pattern CORRELATION = Pattern
            .compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|[0-9a-fA-F]{32}");
    private static final Pattern TRACE = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final ThreadLocal<RequestCause> CURRENT = new ThreadLocal<>();

    /** From the headers as they came, or new ones where they are absent or malformed. */
    public static RequestCause of(@Nullable String correlationId, @Nullable String traceparent) {
        String correlation = correlationId != null && CORRELATION.matcher(correlationId).matches()
                ? correlationId
                : UUID.randomUUID().toString();
        String trace = traceparent != null && TRACE.matcher(traceparent).matches() ? traceparent : newTrace();
        return new RequestCause(correlation, trace);
    }

    /** Of the request at hand; outside of one, a new one at each call. */
    public static RequestCause current() {
        RequestCause cause = CURRENT.get();
        return cause == null ? of(null, null) : cause;
    }

    static void use(@Nullable RequestCause cause) {
        if (cause == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(cause);
        }
    }

    /** The trace's own id, 32 hexadecimal digits. */
    public String traceId() {
        return traceparent.substring(3, 35);
    }

    private static String newTrace() {
        byte[] ids = new byte[24];
        RANDOM.nextBytes(ids);
        String hex = HexFormat.of().formatHex(ids);
        return "00-" + hex.substring(0, 32) + "-" + hex.substring(32) + "-01";
    }
}
