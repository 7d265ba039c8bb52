package cn.twonets.system.reconcile;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;

/** Changes the product's stores and topics behind its back, as a broken disk or a careless hand would. */
final class Sabotage implements AutoCloseable {
    private final MongoClient store;
    private final String bootstrap;

    Sabotage(String storeUri, String bootstrap) {
        this.store = MongoClients.create(storeUri);
        this.bootstrap = bootstrap;
    }

    private MongoCollection<Document> collection(String service, String name) {
        return store.getDatabase(service).getCollection(name);
    }

    Document document(String service, String collection, String id) {
        return Objects.requireNonNull(collection(service, collection).find(Filters.eq("_id", id)).first(), id);
    }

    void put(String service, String collection, Document document) {
        collection(service, collection).replaceOne(Filters.eq("_id", document.get("_id")), document);
    }

    void delete(String service, String collection, String id) {
        collection(service, collection).deleteOne(Filters.eq("_id", id));
    }

    void set(String service, String collection, String id, String field, Object value) {
        collection(service, collection).updateOne(Filters.eq("_id", id), Updates.set(field, value));
    }

    void unset(String service, String collection, String id, String field) {
        collection(service, collection).updateOne(Filters.eq("_id", id), Updates.unset(field));
    }

    /** Marks an aggregate unpublished for an hour, with its last record as the event to send. */
    void markUnpublished(String service, String collection, String topic, String id) {
        ConsumerRecord<byte[], byte[]> last = records(topic, id).getLast();
        Document entry = document(service, collection, id).getList("history", Document.class).getLast();
        Document event = new Document("epoch", entry.get("epoch")).append("sequence", entry.get("sequence"))
                .append("type", entry.get("type"))
                .append("at", entry.get("at"))
                .append("key", id)
                .append("correlation", entry.get("correlation"))
                .append("data", new String(last.value(), StandardCharsets.UTF_8))
                .append("grid", new String(last.headers().lastHeader("ce_gridcode").value(), StandardCharsets.UTF_8));
        set(service, collection, id, "unpublished",
                new Document("from", entry.get("sequence"))
                        .append("since", Date.from(Instant.now().minus(Duration.ofHours(1))))
                        .append("events", List.of(event)));
    }

    /** The first pool of a service, by its id. */
    String poolOf(String aidService) {
        return Objects.requireNonNull(
                collection("resource", "pools").find(Filters.regex("_id", "^" + aidService + "/")).first())
                .getString("_id");
    }

    /** Holds one unit for a need that never was. */
    void holdForNobody(String pool, String need) {
        Document found = document("resource", "pools", pool);
        Date since = Date.from(Instant.now().minus(Duration.ofHours(1)));
        List<Document> holds = new ArrayList<>(found.getList("holds", Document.class));
        holds.add(new Document("need", need).append("attempt", 1).append("amount", 1).append("since", since));
        found.put("holds", holds);
        found.put("oldest", since);
        found.put("available", found.getInteger("available") - 1);
        put("resource", "pools", found);
    }

    /** Gives back the units of a need that still counts on them. */
    void loseHold(String pool, String need) {
        Document found = document("resource", "pools", pool);
        List<Document> holds = new ArrayList<>(found.getList("holds", Document.class));
        holds.removeIf(hold -> hold.getString("need").equals(need));
        found.put("holds", holds);
        found.put("available", found.getInteger("available") + 1);
        put("resource", "pools", found);
    }

    /** Has a pool hold so many units more for a need than that counts on. */
    void changeHold(String pool, String need, int amount) {
        Document found = document("resource", "pools", pool);
        found.getList("holds", Document.class).stream()
                .filter(hold -> hold.getString("need").equals(need))
                .forEach(hold -> hold.put("amount", hold.getInteger("amount") + amount));
        put("resource", "pools", found);
    }

    void changePool(String pool, int available, int confirmed) {
        Document found = document("resource", "pools", pool);
        found.put("available", found.getInteger("available") + available);
        found.put("confirmed", found.getInteger("confirmed") + confirmed);
        put("resource", "pools", found);
    }

    /** Has the broker forget everything that lies in the partition of this key; returns the keys that were there. */
    List<String> forgetPartitionOf(String topic, String key) throws Exception {
        int partition = records(topic, key).getFirst().partition();
        List<String> forgotten = all(topic).stream()
                .filter(record -> record.partition() == partition)
                .map(record -> new String(record.key(), StandardCharsets.UTF_8))
                .distinct()
                .toList();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1)))
                    .all()
                    .get();
        }
        return forgotten;
    }

    /** Writes the last record of one key again as if it were about another. */
    void forge(String topic, String from, String as) throws Exception {
        ConsumerRecord<byte[], byte[]> model = records(topic, from).getLast();
        ProducerRecord<byte[], byte[]> forged = new ProducerRecord<>(
                topic, null, renamed(model.key(), from, as), renamed(model.value(), from, as));
        for (Header header : model.headers()) {
            forged.headers().add(header.key(), renamed(header.value(), from, as));
        }
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(forged).get();
        }
    }

    private static byte[] renamed(byte[] text, String from, String as) {
        return new String(text, StandardCharsets.UTF_8).replace(from, as).getBytes(StandardCharsets.UTF_8);
    }

    List<ConsumerRecord<byte[], byte[]>> records(String topic, String key) {
        return all(topic).stream()
                .filter(record -> new String(record.key(), StandardCharsets.UTF_8).equals(key))
                .toList();
    }

    private List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrap), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(one -> new TopicPartition(topic, one.partition()))
                    .collect(Collectors.toList());
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
            }
            return all;
        }
    }

    @Override
    public void close() {
        store.close();
    }
}
