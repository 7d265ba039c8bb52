package cn.twonets.delivery.kafka;

import cn.twonets.delivery.Subscription;
import cn.twonets.events.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * How many records lie between what a consumer has committed and where its topic ends. Asked of the broker and not of
 * the consumers, so that it is true of those that have stopped as well; all instances of a service tell the same.
 */
public final class ConsumerLag implements AutoCloseable {
    private final KafkaSettings settings;
    private @Nullable Admin admin;

    public ConsumerLag(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * The records that subscriptions of one consumer have not read yet, by topic.
     *
     * @throws KafkaException if the broker cannot be had
     */
    public synchronized Map<Topic, Long> of(String consumer, List<Subscription<?, ?>> subscriptions) {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        Map<TopicPartition, OffsetSpec> beginnings = new HashMap<>();
        Map<TopicPartition, Topic> topics = new HashMap<>();
        for (Subscription<?, ?> subscription : subscriptions) {
            Topic topic = subscription.family().topic();
            for (int number = 0; number < topic.partitions(); number++) {
                TopicPartition partition = new TopicPartition(topic.topicName(), number);
                topics.put(partition, topic);
                ends.put(partition, OffsetSpec.latest());
                beginnings.put(partition, OffsetSpec.earliest());
            }
        }
        try {
            Admin asked = admin();
            Map<TopicPartition, OffsetAndMetadata> committed = asked.listConsumerGroupOffsets(consumer)
                    .partitionsToOffsetAndMetadata()
                    .get();
            // Committed before the ends are asked for: what is read meanwhile counts as unread, never as less than none.
            beginnings.keySet().removeIf(partition -> committed.get(partition) != null);
            Map<TopicPartition, ListOffsetsResultInfo> first = asked.listOffsets(beginnings).all().get();
            Map<TopicPartition, ListOffsetsResultInfo> last = asked.listOffsets(ends).all().get();
            Map<Topic, Long> unread = new HashMap<>();
            last.forEach((partition, end) -> {
                OffsetAndMetadata next = committed.get(partition);
                long from = next == null ? first.get(partition).offset() : next.offset();
                unread.merge(topics.get(partition), Math.max(end.offset() - from, 0), Long::sum);
            });
            return unread;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException("the lag of " + consumer + " cannot be had", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted while asking for the lag of " + consumer, e);
        }
    }

    private Admin admin() {
        Admin open = admin;
        if (open == null) {
            open = Admin.create(settings.admin());
            admin = open;
        }
        return open;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ofSeconds(1));
            admin = null;
        }
    }
}
