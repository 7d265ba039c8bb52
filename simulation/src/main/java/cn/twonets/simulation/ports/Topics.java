package cn.twonets.simulation.ports;

import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Topics as logs in memory, in partitions as on the broker; each consumer group has its own place in each. */
public final class Topics {
    private final Map<Topic, List<List<ConsumerRecord<byte[], byte[]>>>> logs = new EnumMap<>(Topic.class);

    public Topics() {
        for (Topic topic : Topic.values()) {
            List<List<ConsumerRecord<byte[], byte[]>>> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitions(); i++) {
                partitions.add(new ArrayList<>());
            }
            logs.put(topic, partitions);
        }
    }

    /** All records of a partition, oldest first. */
    public List<ConsumerRecord<byte[], byte[]>> log(Topic topic, int partition) {
        return logs.get(topic).get(partition);
    }

    /** Puts an event at the end of its partition. */
    public void append(OutgoingEvent event) {
        Topic topic = topicOf(event.topic());
        ConsumerRecord<byte[], byte[]> record = next(topic, event.key(), event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value));
        log(topic, record.partition()).add(record);
    }

    /** Puts something at the end of a partition that no reader of the product can read. */
    public void appendUnreadable(Topic topic, String key, byte[] value) {
        ConsumerRecord<byte[], byte[]> record = next(topic, key, value);
        log(topic, record.partition()).add(record);
    }

    private ConsumerRecord<byte[], byte[]> next(Topic topic, String key, byte[] value) {
        int partition = Math.floorMod(key.hashCode() * 0x9E3779B1, topic.partitions());
        return new ConsumerRecord<>(topic.topicName(), partition, log(topic, partition).size(),
                key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static Topic topicOf(String name) {
        for (Topic topic : Topic.values()) {
            if (topic.topicName().equals(name)) {
                return topic;
            }
        }
        throw new IllegalArgumentException("no such topic: " + name);
    }
}
