package cn.twonets.simulation;

import cn.twonets.events.Topic;
import cn.twonets.simulation.story.Dice;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records that nobody can read, most of them made of one that can be read. */
final class Poison {
    private static final int TOO_LARGE = 65 * 1024;

    private final World world;

    /** In which way. */
    enum Kind {
        NO_EVENT, NO_KEY, NO_VALUE, CUT_OFF, NOT_UTF8, UNKNOWN_TYPE, OTHER_KEY, TOO_LARGE
    }

    Poison(World world) {
        this.world = world;
    }

    void put(Dice dice) {
        Topic topic = dice.oneOf(List.of(Topic.NEEDS, Topic.DISPATCH, Topic.RESOLUTIONS, Topic.AID));
        List<ConsumerRecord<byte[], byte[]>> readable = new ArrayList<>();
        for (int i = 0; i < topic.partitions(); i++) {
            world.topics.log(topic, i).stream().filter(record -> !world.topics.isUnreadable(record)).forEach(
                    readable::add);
        }
        Kind kind = readable.isEmpty() ? Kind.NO_EVENT : dice.oneOf(List.of(Kind.values()));
        ConsumerRecord<byte[], byte[]> made = kind == Kind.NO_EVENT
                ? world.topics.appendUnreadable(topic, bytes("poison-" + dice.below(1000)), bytes("{"),
                        new RecordHeaders())
                : damaged(topic, dice.oneOf(readable), kind);
        world.judge.letters.planted(made);
        world.coverage.count("poison " + kind);
        world.tell("something unreadable is put onto " + topic.topicName() + ": " + kind.name().toLowerCase(Locale.ROOT)
                .replace('_', ' '));
    }

    private ConsumerRecord<byte[], byte[]> damaged(Topic topic, ConsumerRecord<byte[], byte[]> good, Kind kind) {
        Headers headers = new RecordHeaders(good.headers().toArray());
        byte[] key = good.key();
        byte[] value = good.value();
        switch (kind) {
            case NO_KEY -> key = null;
            case NO_VALUE -> value = null;
            case CUT_OFF -> value = Arrays.copyOf(value, value.length / 2);
            case NOT_UTF8 -> {
                value = value.clone();
                value[value.length / 2] = (byte) 0xC0;
            }
            case UNKNOWN_TYPE -> headers.remove("ce_type").add("ce_type", bytes("cn.twonets.need.dreamt.v1"));
            case OTHER_KEY -> {
                key = bytes("another");
                headers.remove("ce_partitionkey").add("ce_partitionkey", key);
            }
            case TOO_LARGE -> value = Arrays.copyOf(value, TOO_LARGE);
            case NO_EVENT -> throw new IllegalArgumentException("made of nothing");
        }
        return world.topics.appendUnreadable(topic, key, value, headers);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
