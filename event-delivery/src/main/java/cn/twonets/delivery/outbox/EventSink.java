package cn.twonets.delivery.outbox;

import java.util.concurrent.CompletableFuture;

/** Where events go: Kafka, or a list in tests. */
public interface EventSink {
    /**
     * Takes an event to be sent after all that were taken before it. Never blocks and never throws: a full queue or an
     * absent broker is a failed future.
     *
     * @return completes when every replica has the event
     */
    CompletableFuture<Void> send(OutgoingEvent event);

    /** Whether the last attempt failed because the broker could not be had; the sweep then tries one aggregate only. */
    boolean isFailing();
}
