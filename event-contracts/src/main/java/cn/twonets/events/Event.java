package cn.twonets.events;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One event as it lies on a topic: CloudEvents attributes, what happened, and the whole state after it.
 *
 * @param type its type
 * @param time when it happened, to the millisecond
 * @param subject the need (or household, service, unit) that it is about
 * @param key the record key, also {@code ce_partitionkey}
 * @param correlationId follows one request through the services
 * @param traceparent W3C trace context, kept so that a late publication continues the same trace; null where none was
 * @param happened what happened
 * @param state the state after it
 */
public record Event<H extends Happening, S extends PublicState>(
        EventFamily.Type<H, S> type,
        Instant time,
        String subject,
        String key,
        String correlationId,
        @Nullable String traceparent,
        H happened,
        S state) {

    /** The same event, as what it causes shall see it: in another span of its trace. */
    public Event<H, S> within(@Nullable String span) {
        return new Event<>(type, time, subject, key, correlationId, span, happened, state);
    }

    /** The deterministic {@code ce_id}: {@code <source>/<aggregate>/<epoch>.<sequence>}. */
    public static String id(String source, String aggregate, EventOrder order) {
        return source + "/" + aggregate + "/" + order;
    }
}
