package cn.twonets.dispatch.grid.kafka;

import cn.twonets.delivery.PublishingFailedException;
import cn.twonets.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends a record without value for each key, so that compaction lets go of what the key held; waits for all. */
public final class GridTombstones implements Consumer<List<String>> {
    private static final long LIMIT_SECONDS = 30;

    private final Producer<byte[], byte[]> producer;

    public GridTombstones(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @throws PublishingFailedException if the broker does not take them; some may have been taken */
    @Override
    public void accept(List<String> keys) {
        try {
            List<Future<?>> sent = new ArrayList<>();
            for (String key : keys) {
                sent.add(producer.send(
                        new ProducerRecord<>(Topic.GRID.topicName(), key.getBytes(StandardCharsets.UTF_8), null)));
            }
            for (Future<?> one : sent) {
                one.get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            throw new PublishingFailedException("old units could not be taken off the grid topic", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PublishingFailedException("interrupted", e);
        }
    }
}
