package cn.twonets.delivery;

import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate as it was read.
 *
 * @param id its id
 * @param version guards writes; goes up with each write of people's acts and projections alike
 * @param order order of its last event
 * @param state its state
 * @param history what happened, oldest first; at most the newest 200 entries, older ones lie in documents of their own
 * @param acts the acts remembered for idempotency, oldest first
 * @param unpublished the first event not known to be in Kafka, and since when; null if all are
 */
public record Stored<S>(
        String id,
        long version,
        EventOrder order,
        S state,
        List<HistoryEntry> history,
        List<RememberedAct> acts,
        @Nullable Unpublished unpublished) {

    /**
     * One line of the timeline.
     *
     * @param order the event's order
     * @param type its {@code ce_type}
     * @param at when it happened
     * @param happened what happened, as JSON
     * @param correlationId follows one request through the services
     */
    public record HistoryEntry(EventOrder order, String type, Instant at, String happened, String correlationId) {}

    /**
     * An act that has been done.
     *
     * @param key caller and idempotency key
     * @param bodyHash hash of what was asked
     * @param sequence the sequence after it
     */
    public record RememberedAct(String key, String bodyHash, long sequence) {}

    /**
     * The document's own word that it is not wholly in Kafka.
     *
     * @param from sequence of the first event not known to be in Kafka
     * @param since when that began
     * @param events these events, oldest first, with all that it takes to send them
     */
    public record Unpublished(long from, Instant since, List<UnpublishedEvent> events) {}

    /**
     * An event that is not known to be in Kafka.
     *
     * @param order its order
     * @param type its {@code ce_type}
     * @param at when it happened
     * @param key the record key and {@code ce_subject}
     * @param grid the {@code ce_gridcode}; null where there is none
     * @param correlationId follows one request through the services
     * @param traceparent W3C trace context, so that a late publication continues the same trace; null where none was
     * @param data the record's value, JSON
     */
    public record UnpublishedEvent(
            EventOrder order,
            String type,
            Instant at,
            String key,
            @Nullable GridCode grid,
            String correlationId,
            @Nullable String traceparent,
            String data) {}
}
