package cn.twonets.simulation.checks;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** I11: for each consumer, the dead letters are exactly the records that it was handed and cannot read, byte by byte. */
public final class LetterCheck {
    private final BiConsumer<String, String> violation;
    private final Map<String, ConsumerRecord<byte[], byte[]>> owed = new HashMap<>();
    private final Set<String> planted = new HashSet<>();

    /** @param violation is told the invariant and what was seen */
    public LetterCheck(BiConsumer<String, String> violation) {
        this.violation = violation;
    }

    /** A record that nobody can read was put onto a topic. */
    public void planted(ConsumerRecord<byte[], byte[]> record) {
        planted.add(place(record.topic(), record.partition(), record.offset()));
    }

    /** A consumer has committed these. */
    public void read(String letters, List<ConsumerRecord<byte[], byte[]>> batch) {
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            String place = place(record.topic(), record.partition(), record.offset());
            if (planted.contains(place)) {
                owed.put(letters + " " + place, record);
            }
        }
    }

    /** What must hold once everything was delivered. */
    public void afterDrain(List<ProducerRecord<byte[], byte[]>> letters) {
        Map<String, ProducerRecord<byte[], byte[]>> kept = new HashMap<>();
        for (ProducerRecord<byte[], byte[]> letter : letters) {
            String place = place(text(letter, "dlt_topic"), Integer.parseInt(text(letter, "dlt_partition")),
                    Long.parseLong(text(letter, "dlt_offset")));
            if (!planted.contains(place)) {
                violation.accept("I11", "what lies at " + place + " can be read, and is a dead letter");
            }
            kept.put(letter.topic() + " " + place, letter);
        }
        owed.forEach((place, record) -> {
            ProducerRecord<byte[], byte[]> letter = kept.get(place);
            if (letter == null) {
                violation.accept("I11", "the dead letter " + place + " was not kept");
            } else if (!Arrays.equals(letter.key(), record.key()) || !Arrays.equals(letter.value(), record.value())) {
                violation.accept("I11", "the dead letter " + place + " is not what was received");
            }
        });
    }

    private static String place(String topic, int partition, long offset) {
        return topic + "-" + partition + "-" + offset;
    }

    private static String text(ProducerRecord<byte[], byte[]> letter, String header) {
        return new String(letter.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }
}
