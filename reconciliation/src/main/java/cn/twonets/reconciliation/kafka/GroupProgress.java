package cn.twonets.reconciliation.kafka;

import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.TopicEnds;
import cn.twonets.events.Topic;
import cn.twonets.reconciliation.CaughtUp;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Compares what a group has committed with where its topic ended: committed is only what was handled. */
public final class GroupProgress implements CaughtUp {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(250);
    private static final Duration FIRST_MOMENT = Duration.ofMillis(500);

    private final KafkaSettings settings;
    private final TopicEnds ends;

    public GroupProgress(KafkaSettings settings, TopicEnds ends) {
        this.settings = settings;
        this.ends = ends;
    }

    @Override
    public boolean await(Subscription<?, ?> subscription) {
        Topic topic = subscription.family().topic();
        Map<Integer, Long> wanted = ends.of(topic);
        long until = System.nanoTime() + PATIENCE.toNanos();
        try (Admin admin = Admin.create(settings.admin())) {
            while (true) {
                Map<TopicPartition, OffsetAndMetadata> committed = admin
                        .listConsumerGroupOffsets(subscription.consumer())
                        .partitionsToOffsetAndMetadata()
                        .get();
                if (wanted.entrySet().stream()
                        .allMatch(end -> end.getValue() <= reached(committed, topic, end.getKey()))) {
                    return true;
                }
                if (System.nanoTime() - until > 0) {
                    return false;
                }
                pause(BETWEEN);
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException("the progress of " + subscription.consumer() + " cannot be had", e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static long reached(Map<TopicPartition, OffsetAndMetadata> committed, Topic topic, int partition) {
        OffsetAndMetadata offset = committed.get(new TopicPartition(topic.topicName(), partition));
        return offset == null ? 0 : offset.offset();
    }

    @Override
    public void moment(int look) {
        try {
            pause(FIRST_MOMENT.multipliedBy(1L << look - 1));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static void pause(Duration how) throws InterruptedException {
        Thread.sleep(how);
    }

    private static TimeoutException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new TimeoutException("interrupted while waiting for a consumer", e);
    }
}
