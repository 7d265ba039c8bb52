package cn.twonets.delivery.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.concurrent.atomic.AtomicLong;

/** What one kind of aggregate tells about itself under {@code twonets.delivery.*}; tagged with its collection. */
final class DeliveryMeters {
    final Counter published;
    final Counter publishFailures;
    final Counter sweepSent;
    final Counter cleared;
    final Counter conflicts;
    final AtomicLong oldestUnpublishedMillis = new AtomicLong();

    DeliveryMeters(MeterRegistry meters, String collection) {
        Tags tags = Tags.of("collection", collection);
        published = meters.counter("twonets.delivery.published", tags);
        publishFailures = meters.counter("twonets.delivery.publish.failures", tags);
        sweepSent = meters.counter("twonets.delivery.sweep.sent", tags);
        cleared = meters.counter("twonets.delivery.cleared", tags);
        conflicts = meters.counter("twonets.delivery.conflicts", tags);
        meters.gauge("twonets.delivery.unpublished.oldest.seconds", tags, oldestUnpublishedMillis,
                age -> age.get() / 1e3);
    }
}
