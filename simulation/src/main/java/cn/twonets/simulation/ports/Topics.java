package cn.twonets.simulation.ports;

import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.Topic;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Topics as logs in memory, in partitions as on the broker; each consumer group has its own place in each. */
public final class Topics {
    private final Map<Topic, List<List<ConsumerRecord<byte[], byte[]>>>> logs = new EnumMap<>(Topic.class);

    private final Set<ConsumerRecord<byte[], byte[]>> unreadable = Collections.newSetFromMap(new IdentityHashMap<>());

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
        ConsumerRecord<byte[], byte[]> record = next(topic, event.key().getBytes(StandardCharsets.UTF_8),
                event.value());
        event.headers().forEach((name, value) -> record.headers().add(name, value));
        log(topic, record.partition()).add(record);
    }

    /** Puts something at the end of a partition that no reader of the product can read. */
    public ConsumerRecord<byte[], byte[]> appendUnreadable(Topic topic, byte @Nullable [] key,
            byte @Nullable [] value, Headers headers) {
        ConsumerRecord<byte[], byte[]> record = next(topic, key, value);
        headers.forEach(record.headers()::add);
        log(topic, record.partition()).add(record);
        unreadable.add(record);
        return record;
    }

    /** Whether it was put there as something unreadable. */
    public boolean isUnreadable(ConsumerRecord<byte[], byte[]> record) {
        return unreadable.contains(record);
    }

    private ConsumerRecord<byte[], byte[]> next(Topic topic, byte @Nullable [] key, byte @Nullable [] value) {
        int partition = key == null ? 0 : Math.floorMod(Arrays.hashCode(key) * 0x9E3779B1, topic.partitions());
        return new ConsumerRecord<>(topic.topicName(), partition, log(topic, partition).size(), key, value);
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
