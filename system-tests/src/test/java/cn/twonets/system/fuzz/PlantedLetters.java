package cn.twonets.system.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Records that no consumer can read, so that there are dead letters to call about. */
final class PlantedLetters {
    /** So many on each topic. */
    static final int EACH = 40;

    private static final List<String> TOPICS = List.of("twonets.needs.v1", "twonets.dispatch.v1");

    private PlantedLetters() {
    }

    /** @param key of the records: some aggregate that its owner knows */
    static void plant(String servers, String key) throws InterruptedException, ExecutionException {
        Map<String, Object> settings = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers,
                ProducerConfig.ACKS_CONFIG, "all");
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(settings, new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (String topic : TOPICS) {
                for (int i = 0; i < EACH; i++) {
                    producer.send(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8),
                            ("{\"broken\": " + i).getBytes(StandardCharsets.UTF_8))).get();
                }
            }
        }
    }
}
