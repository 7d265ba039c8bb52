package cn.twonets.delivery.kafka;

import cn.twonets.events.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the product's topics where they are missing. Topics that are there are left as they are. */
public final class EventTopics {
    private EventTopics() {
    }

    /** A topic of the product as it is to be made. */
    public static NewTopic of(Topic topic) {
        return new NewTopic(topic.topicName(), Optional.of(topic.partitions()), Optional.empty()).configs(
                switch (topic.cleanup()) {
                    case DELETE -> Map.of(
                            TopicConfig.CLEANUP_POLICY_CONFIG,
                            TopicConfig.CLEANUP_POLICY_DELETE,
                            TopicConfig.RETENTION_MS_CONFIG,
                            String.valueOf(Topic.RETENTION.toMillis()));
                    case COMPACT -> Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
                });
    }

    /** The topic of what one consumer of a topic could not read. */
    public static NewTopic deadLettersOf(Topic topic, String consumer) {
        return new NewTopic(topic.deadLetters(consumer), Optional.of(1), Optional.empty()).configs(
                Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        String.valueOf(Topic.RETENTION.toMillis()),
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        String.valueOf(KafkaSettings.MOST_DEAD_LETTER_BYTES)));
    }

    /**
     * Creates those that are missing.
     *
     * @throws KafkaException if the broker cannot be had or refuses
     */
    public static void ensure(KafkaSettings settings, List<NewTopic> wanted) {
        try (Admin admin = Admin.create(settings.admin())) {
            List<KafkaFuture<Void>> made = new ArrayList<>(admin.createTopics(wanted).values().values());
            for (KafkaFuture<Void> one : made) {
                awaitMade(one);
            }
        }
    }

    private static void awaitMade(KafkaFuture<Void> made) {
        try {
            made.get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("topics could not be created", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while creating topics", e);
        }
    }
}
