package cn.twonets.delivery.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.EventFamily;
import cn.twonets.telemetry.traces.Tracing;
import cn.twonets.events.Topic;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class BatchReaderTest {
    private final MockProducer<byte[], byte[]> letters = new MockProducer<>(true, null, new ByteArraySerializer(),
            new ByteArraySerializer());
    private final BatchReader<?, ?> reader = new BatchReader<>(
            new Subscription<>(EventFamily.NEED, "dispatch", newest -> {}),
            new DeadLetters(letters, Clock.systemUTC(), new SimpleMeterRegistry()), new SimpleMeterRegistry(),
            Tracing.OFF, () -> {});

    @Test
    void keepsOnceWhatComesAgain() {
        reader.onMessage(List.of(unreadable(0, 3), unreadable(0, 4), unreadable(1, 3)));
        reader.onMessage(List.of(unreadable(0, 3), unreadable(0, 4), unreadable(1, 3)));

        assertThat(kept()).containsExactly("0-3", "0-4", "1-3");
    }

    /** A record can be passed over, by hand or by another that lost it, and be read later once offsets are set back. */
    @Test
    void keepsWhatLiesBeforeSomethingKept() {
        reader.onMessage(List.of(unreadable(0, 7)));
        reader.onMessage(List.of(unreadable(0, 2), unreadable(0, 7)));

        assertThat(kept()).containsExactly("0-7", "0-2");
    }

    private List<String> kept() {
        return letters.history().stream()
                .map(letter -> header(letter.headers().lastHeader(DeadLetters.PARTITION).value()) + "-"
                        + header(letter.headers().lastHeader(DeadLetters.OFFSET).value()))
                .toList();
    }

    private static String header(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> unreadable(int partition, long offset) {
        return new ConsumerRecord<>(Topic.NEEDS.topicName(), partition, offset, null, new byte[]{'{'});
    }
}
