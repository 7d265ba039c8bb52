package cn.twonets.delivery.spring;

import cn.twonets.delivery.deadletters.DeadLetterBox;
import cn.twonets.delivery.deadletters.WatchedTopic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells how many dead letters are open, as {@code twonets.delivery.dead.letters.open} by topic and consumer. */
final class OpenDeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(OpenDeadLetters.class);

    private final DeadLetterBox box;
    private final List<WatchedTopic> watched;
    private final MultiGauge gauge;

    OpenDeadLetters(DeadLetterBox box, List<WatchedTopic> watched, MeterRegistry meters) {
        this.box = box;
        this.watched = watched;
        this.gauge = MultiGauge.builder("twonets.delivery.dead.letters.open")
                .description("Dead letters that nobody has replayed or discarded yet")
                .register(meters);
    }

    /** Counts anew; while the store is away the last numbers stand. */
    void count() {
        try {
            Map<String, Long> open = box.openByTopic();
            gauge.register(
                    watched.stream().<MultiGauge.Row<?>>map(
                            one -> MultiGauge.Row.of(
                                    Tags.of("topic", one.topic().topicName(), "consumer", one.consumer()),
                                    open.getOrDefault(one.topic().topicName(), 0L)))
                            .toList(),
                    true);
        } catch (RuntimeException e) {
            LOG.debug("open dead letters could not be counted", e);
        }
    }
}
