package cn.twonets.delivery.outbox;

import cn.twonets.delivery.AggregateKind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** What one kind of aggregate tells about itself under {@code twonets.delivery.*}; tagged with its collection. */
final class DeliveryMeters {
    final Counter published;
    final Counter publishFailures;
    final Counter sweepSent;
    final Counter cleared;
    final Counter conflicts;
    final Timer publishLag;
    final AtomicLong oldestUnpublishedMillis = new AtomicLong();
    private final Map<String, Counter> happened;

    DeliveryMeters(MeterRegistry meters, AggregateKind<?, ?, ?> kind) {
        Tags tags = Tags.of("collection", kind.collection());
        published = counter(meters, "published", "Events acknowledged by the broker, repeats included", tags);
        publishFailures = counter(meters, "publish.failures", "Sends that failed; the sweep sends again", tags);
        sweepSent = counter(meters, "sweep.sent", "Events that only the sweep has sent", tags);
        cleared = counter(meters, "cleared", "Documents whose mark was taken off by itself", tags);
        conflicts = counter(meters, "conflicts", "Guarded writes that somebody else's write came before", tags);
        publishLag = Timer.builder("twonets.delivery.publish.lag")
                .description("From what happened to its acknowledgement by the broker")
                .tags(tags)
                .serviceLevelObjectives(Duration.ofMillis(50), Duration.ofMillis(250), Duration.ofSeconds(1),
                        Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMinutes(5))
                .register(meters);
        Gauge.builder("twonets.delivery.unpublished.oldest.seconds", oldestUnpublishedMillis, age -> age.get() / 1e3)
                .description("Age of the document that has been unpublished for longest; 0 if there is none")
                .tags(tags)
                .register(meters);
        // All from the start: a counter that appears with its first event hides that event from whoever asks for rates.
        happened = kind.family().types().stream().collect(Collectors.toUnmodifiableMap(
                type -> type.token(),
                type -> counter(meters, "happened", "Events stored, each once",
                        tags.and("type", shortName(type.token())))));
    }

    private static Counter counter(MeterRegistry meters, String name, String description, Tags tags) {
        return Counter.builder("twonets.delivery." + name).description(description).tags(tags).register(meters);
    }

    /** {@code cn.twonets.case.assigned.v1} is {@code case.assigned}. */
    private static String shortName(String token) {
        return token.substring("cn.twonets.".length(), token.lastIndexOf('.'));
    }

    /** An event of this type was stored. */
    void happened(String token) {
        happened.get(token).increment();
    }
}
