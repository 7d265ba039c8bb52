package cn.twonets.standalone.story;

import cn.twonets.events.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the three event topics from where they end now, without a group, and keeps what it hears about one need. */
final class EventTail implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaConsumer<String, byte[]> consumer;
    private final JsonMapper json = new JsonMapper();
    private final Clock clock;
    private final List<ConsumerRecord<String, byte[]>> unread = new ArrayList<>();
    private final List<Seen> heard = new ArrayList<>();
    private String need = "";

    private EventTail(KafkaConsumer<String, byte[]> consumer, Clock clock) {
        this.consumer = consumer;
        this.clock = clock;
    }

    /**
     * Takes its places at the ends of the topics before it returns.
     *
     * @param client settings of a Kafka client, where the brokers are among them
     */
    static EventTail open(Map<String, Object> client, Clock clock) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.putAll(Map.of("enable.auto.commit", false, "client.id", "story"));
        KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                settings,
                new StringDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = Stream.of(Topic.NEEDS, Topic.DISPATCH, Topic.RESOLUTIONS)
                .flatMap(topic -> consumer.partitionsFor(topic.topicName()).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return new EventTail(consumer, clock);
    }

    /** From now on only this need counts; what was read before it was known is looked at again. */
    void follow(String followed) {
        this.need = followed;
        unread.forEach(this::hear);
        unread.clear();
    }

    /**
     * Waits for the first event of a type that fits and was not returned before.
     *
     * @param type without the words that all share, such as {@code case.assigned}
     * @return empty if it does not come in time
     */
    Optional<Seen> await(String type, Predicate<Seen> fits, Duration patience) {
        Instant until = clock.instant().plus(patience);
        do {
            Optional<Seen> found = heard.stream()
                    .filter(seen -> seen.shortType().equals(type))
                    .filter(fits)
                    .findFirst();
            if (found.isPresent()) {
                heard.remove(found.get());
                return found;
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (need.isEmpty()) {
                    unread.add(record);
                } else {
                    hear(record);
                }
            }
        } while (clock.instant().isBefore(until));
        return Optional.empty();
    }

    private void hear(ConsumerRecord<String, byte[]> record) {
        if (need.equals(record.key()) && record.value() != null) {
            JsonNode data = json.readTree(record.value());
            heard.add(
                    new Seen(
                            record.topic(),
                            header(record, "ce_type"),
                            Long.parseLong(header(record, "ce_sequence")),
                            header(record, "ce_time"),
                            data.path("happened"),
                            data.path("state")));
        }
    }

    private static String header(ConsumerRecord<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "0" : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
