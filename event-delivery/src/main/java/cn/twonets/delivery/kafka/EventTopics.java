package cn.twonets.delivery.kafka;

import cn.twonets.events.Topic;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Creates the product's topics where they are missing. Topics that are there are left as they are. On a broker with access
 * rules each service may create what it writes, and only see what it reads.
 */
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
     * @throws KafkaException if the broker cannot be had or refuses one of them
     */
    public static void ensure(KafkaSettings settings, List<NewTopic> wanted) {
        ensure(settings, wanted, List.of());
    }

    /**
     * Creates those that are missing.
     *
     * @param needed without which this service cannot work
     * @param others may belong to services that alone may see or create them
     * @throws KafkaException if the broker cannot be had or refuses a needed one
     */
    public static void ensure(KafkaSettings settings, List<NewTopic> needed, List<NewTopic> others) {
        try (Admin admin = Admin.create(settings.admin())) {
            Set<String> there = admin.listTopics().names().get();
            List<NewTopic> missing = Stream.concat(needed.stream(), others.stream())
                    .filter(topic -> !there.contains(topic.name()))
                    .toList();
            Map<String, KafkaFuture<Void>> making = admin.createTopics(missing).values();
            Set<String> refused = new TreeSet<>();
            for (NewTopic topic : missing) {
                if (!isThere(making.get(topic.name()))) {
                    refused.add(topic.name());
                }
            }
            refused.retainAll(needed.stream().map(NewTopic::name).toList());
            if (!refused.isEmpty()) {
                throw new KafkaException("this service may neither see nor create " + refused
                        + ": its access rules are missing, or whoever writes it was not started yet");
            }
        } catch (ExecutionException e) {
            throw new KafkaException("topics could not be looked for", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while looking for topics", e);
        }
    }

    /** @return false if this service may not create it */
    private static boolean isThere(KafkaFuture<Void> made) throws InterruptedException {
        try {
            made.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicAuthorizationException) {
                return false;
            }
            if (e.getCause() instanceof TopicExistsException) {
                return true;
            }
            throw new KafkaException("topics could not be created", e.getCause());
        }
    }
}
