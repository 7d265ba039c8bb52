package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.EventFamily;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.UndecodableEventException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/**
 * What is there when all is quiet again, read from stores and topics directly: every accepted need once, with a case that
 * somebody is responsible for; nothing unpublished; every stored event on its topic.
 */
final class EndState {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** Every collection of aggregates, and the topic of its events. */
    private static final List<Kept> KEPT = List.of(
            new Kept("intake", "needs", EventFamily.NEED),
            new Kept("intake", "households", EventFamily.HOUSEHOLD),
            new Kept("dispatch", "cases", EventFamily.CASE),
            new Kept("resource", "aid", EventFamily.AID),
            new Kept("resource", "aid_services", EventFamily.AID_SERVICE));

    private final SplitProduct product;
    private long undecodable;

    private record Kept(String database, String collection, EventFamily<?, ?> family) {}

    EndState(SplitProduct product) {
        this.product = product;
    }

    /** Waits until all is quiet, then judges. */
    void judge(Collection<Ledger> ledgers) {
        Set<String> accepted = new HashSet<>();
        Map<String, Integer> perHousehold = new HashMap<>();
        for (Ledger ledger : ledgers) {
            assertThat(new HashSet<>(ledger.accepted().values())).as("one need for each key")
                    .hasSameSizeAs(ledger.accepted().keySet());
            accepted.addAll(ledger.accepted().values());
            perHousehold.put(ledger.household(), ledger.accepted().size());
        }
        judgeAccepted(accepted);
        Map<String, Integer> held = new HashMap<>();
        documents("intake", "needs").values().forEach(
                need -> held.merge(need.getDocument("state").getString("household").getValue(), 1, Integer::sum));
        perHousehold.forEach(
                (household, count) -> assertThat(held.getOrDefault(household, 0)).as("needs of %s", household)
                        .isEqualTo(count));
    }

    /** Waits until all is quiet, then judges; for callers that cannot say how many needs there may be. */
    void judgeAccepted(Set<String> accepted) {
        awaitQuiet(accepted);
        Map<String, RawBsonDocument> cases = documents("dispatch", "cases");
        assertThat(missing("intake", "needs", accepted)).as("accepted needs that intake does not hold").isEmpty();
        assertThat(missing("dispatch", "cases", accepted)).as("accepted needs without a case").isEmpty();
        assertThat(missing("resource", "aid", accepted)).as("accepted needs that the aid side has not seen").isEmpty();
        for (String need : accepted) {
            BsonDocument shown = cases.get(need).getDocument("state").getDocument("shown");
            String status = shown.getString("status").getValue();
            assertThat(status.equals("CLOSED") || shown.isDocument("responsible"))
                    .as("somebody is responsible for %s", need)
                    .isTrue();
        }
        undecodable = 0;
        int events = everyStoredEventIsOnItsTopic();
        Figures.say(
                "judged: %d accepted needs, each once and assigned or ended; %d events of all documents on topics, %d "
                        + "records there unreadable",
                accepted.size(), events, undecodable);
    }

    /** Waits until every accepted need has reached all services and nothing waits to be published. */
    void awaitQuiet(Set<String> accepted) {
        await("the backlog to drain").atMost(PATIENCE).pollInterval(Duration.ofMillis(250)).untilAsserted(() -> {
            assertThat(missing("dispatch", "cases", accepted)).as("needs without a case").isEmpty();
            assertThat(missing("resource", "aid", accepted)).as("needs without an aid record").isEmpty();
            for (Kept kept : KEPT) {
                assertThat(documents(kept).values().stream().filter(document -> document.containsKey("unpublished")))
                        .as("unpublished in %s", kept.collection())
                        .isEmpty();
            }
        });
    }

    Set<String> missing(String database, String collection, Set<String> wanted) {
        Set<String> missing = new HashSet<>(wanted);
        missing.removeAll(documents(database, collection).keySet());
        return missing;
    }

    /** @return how many */
    private int everyStoredEventIsOnItsTopic() {
        int events = 0;
        for (Kept kept : KEPT) {
            Map<String, Set<String>> published = published(kept.family());
            for (RawBsonDocument document : documents(kept).values()) {
                String id = document.getString("_id").getValue();
                long sequence = document.getNumber("sequence").longValue();
                int epoch = document.getNumber("epoch").intValue();
                Set<String> wanted = new HashSet<>();
                for (long one = 1; one <= sequence; one++) {
                    wanted.add(epoch + "." + one);
                }
                assertThat(published.getOrDefault(id, Set.of())).as("events of %s on %s", id, kept.family().topic())
                        .isEqualTo(wanted);
                events += wanted.size();
            }
        }
        return events;
    }

    /** The orders on a topic by aggregate, each once however often it was sent; what cannot be read does not count. */
    private Map<String, Set<String>> published(EventFamily<?, ?> family) {
        Map<String, Set<String>> orders = new HashMap<>();
        EventCodec<?, ?> codec = new EventCodec<>(family);
        for (ConsumerRecord<byte[], byte[]> record : records(family.topic().topicName())) {
            Map<String, byte[]> headers = new HashMap<>();
            record.headers().forEach(header -> headers.put(header.key(), header.value()));
            try {
                PublicState read = codec
                        .decode(record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                                headers, record.value())
                        .state();
                orders.computeIfAbsent(read.aggregate(), absent -> new HashSet<>()).add(read.order().toString());
            } catch (UndecodableEventException poison) {
                undecodable++;
            }
        }
        return orders;
    }

    /** Every record of a topic, from its beginning to its end of now; none where there is no such topic. */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", product.ports().bootstrapServers(),
                "allow.auto.create.topics", false,
                "fetch.max.bytes", 64 * 1024 * 1024,
                "enable.auto.commit", false);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.listTopics().getOrDefault(topic, List.of()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(500)).forEach(records::add);
            }
        }
        return records;
    }

    private Map<String, RawBsonDocument> documents(Kept kept) {
        return documents(kept.database(), kept.collection());
    }

    /** Every document of a collection, by id. */
    Map<String, RawBsonDocument> documents(String database, String collection) {
        Map<String, RawBsonDocument> documents = new TreeMap<>();
        try (MongoClient client = MongoClients.create(product.ports().storeUri())) {
            client.getDatabase(database)
                    .getCollection(collection, RawBsonDocument.class)
                    .find()
                    .forEach(document -> documents.put(document.getString("_id").getValue(), document));
        }
        return documents;
    }

    /** Every document of every collection of every service as it is stored, by its full name. */
    Map<String, RawBsonDocument> everything() {
        Map<String, RawBsonDocument> documents = new TreeMap<>();
        try (MongoClient client = MongoClients.create(product.ports().storeUri())) {
            for (String database : List.of("intake", "dispatch", "resource")) {
                for (String collection : client.getDatabase(database).listCollectionNames()) {
                    client.getDatabase(database)
                            .getCollection(collection, RawBsonDocument.class)
                            .find()
                            .forEach(
                                    document -> documents
                                            .put(database + "." + collection + "/" + document.get("_id"), document));
                }
            }
        }
        return documents;
    }
}
