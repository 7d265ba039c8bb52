package cn.twonets.system.upgrade;

import cn.twonets.delivery.kafka.EventTopics;
import cn.twonets.events.Topic;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.judge.Stores;
import cn.twonets.system.judge.Topics;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.StringSerializer;
import org.bson.BsonArray;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the release before left: documents, records and intake's keys, as it wrote them. Committed, and never written by
 * the present code. Without the grid, which is imported anew.
 *
 * @param at when they were taken
 * @param lives the needs among them
 * @param documents in the order of their collections
 * @param records in the order of their topics
 * @param keys intake's key file
 */
record Remains(Instant at, Lives lives, List<Kept> documents, List<Told> records, String keys) {
    static final Path FOLDER = Path.of("src", "test", "resources", "before");
    private static final Path KEYS = Path.of("intake", "intake", "keys.json");
    private static final List<String> DATABASES = List.of("intake", "dispatch", "resource");
    private static final Pattern OF_THE_GRID = Pattern.compile("grid.*|appointments.*|twonets\\.grid\\.v1");
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d+)?Z");
    private static final JsonWriterSettings WITH_TYPES = JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED)
            .build();
    private static final JsonMapper JSON = new JsonMapper();

    /** A document; {@code document} is MongoDB's extended JSON. */
    record Kept(String database, String collection, String document) {}

    /** A record as it lay on its topic. */
    record Told(String topic, int partition, String key, Map<String, String> headers, String value) {}

    /** What else there is to know. */
    private record Particulars(Instant at, Lives lives) {}

    /** Takes down what lies in the stores and on the topics now. */
    static Remains taken(Lives lives, List<Told> records, Path data, Ports ports) throws IOException {
        List<Kept> documents = new ArrayList<>();
        try (Stores stores = new Stores(ports.storeUri())) {
            for (String database : DATABASES) {
                stores.everything(database, named -> {
                    if (!OF_THE_GRID.matcher(named.collection()).matches()) {
                        documents.add(new Kept(database, named.collection(), named.document().toJson(WITH_TYPES)));
                    }
                });
            }
        }
        return new Remains(Instant.now(Clock.systemUTC()), lives, documents, records,
                Files.readString(data.resolve(KEYS)));
    }

    /** All records of events. */
    static List<Told> told(Ports ports) {
        List<Told> told = new ArrayList<>();
        Topics topics = new Topics(ports.bootstrapServers());
        List<String> names = topics.names().stream()
                .filter(name -> !name.endsWith(".dlt") && !OF_THE_GRID.matcher(name).matches())
                .toList();
        topics.read(names, record -> {
            Map<String, String> headers = new LinkedHashMap<>();
            record.headers().forEach(header -> headers.put(header.key(), text(header.value())));
            told.add(new Told(record.topic(), record.partition(), text(record.key()), headers, text(record.value())));
        });
        return told;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    void commit() throws IOException {
        Files.createDirectories(FOLDER);
        Files.writeString(FOLDER.resolve("particulars.json"), JSON.writeValueAsString(new Particulars(at, lives)));
        Files.write(FOLDER.resolve("documents.jsonl"), documents.stream().map(JSON::writeValueAsString).toList());
        Files.write(FOLDER.resolve("records.jsonl"), records.stream().map(JSON::writeValueAsString).toList());
        Files.writeString(FOLDER.resolve("keys.json"), keys);
    }

    /** The committed ones, all times moved as far as they lie in the past, so that nothing is due that was not then. */
    static Remains committed() throws IOException {
        Particulars particulars = JSON.readValue(Files.readString(FOLDER.resolve("particulars.json")),
                Particulars.class);
        Duration age = Duration.between(particulars.at(), Instant.now(Clock.systemUTC()));
        List<Kept> documents = Files.readAllLines(FOLDER.resolve("documents.jsonl")).stream()
                .map(line -> JSON.readValue(line, Kept.class))
                .map(kept -> new Kept(kept.database(), kept.collection(),
                        ((BsonDocument) later(BsonDocument.parse(kept.document()), age)).toJson(WITH_TYPES)))
                .toList();
        List<Told> records = Files.readAllLines(FOLDER.resolve("records.jsonl")).stream()
                .map(line -> JSON.readValue(line, Told.class))
                .map(told -> later(told, age))
                .toList();
        return new Remains(particulars.at(), particulars.lives(), documents, records,
                Files.readString(FOLDER.resolve("keys.json")));
    }

    private static Told later(Told told, Duration age) {
        Map<String, String> headers = new LinkedHashMap<>();
        told.headers().forEach((name, text) -> headers.put(name, later(text, age)));
        return new Told(told.topic(), told.partition(), told.key(), headers, later(told.value(), age));
    }

    private static String later(String text, Duration age) {
        return TIME.matcher(text).replaceAll(found -> Instant.parse(found.group()).plus(age).toString());
    }

    private static BsonValue later(BsonValue value, Duration age) {
        return switch (value) {
            case BsonDateTime time -> new BsonDateTime(time.getValue() + age.toMillis());
            case BsonString text -> new BsonString(later(text.getValue(), age));
            case BsonArray array -> new BsonArray(array.stream().map(one -> later(one, age)).toList());
            case BsonDocument document -> {
                BsonDocument moved = new BsonDocument();
                document.forEach((name, one) -> moved.append(name, later(one, age)));
                yield moved;
            }
            default -> value;
        };
    }

    /** Puts everything where the release before had it: stores and topics that run, and are empty. */
    void putBack(Path data, Ports ports) throws IOException, InterruptedException, ExecutionException {
        Files.createDirectories(data.resolve(KEYS).getParent());
        Files.writeString(data.resolve(KEYS), keys);
        if (Files.getFileStore(data).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(data.resolve(KEYS), PosixFilePermissions.fromString("rw-------"));
        }
        try (MongoClient client = MongoClients.create(ports.storeUri())) {
            Map<List<String>, List<BsonDocument>> byCollection = new LinkedHashMap<>();
            documents.forEach(kept -> byCollection
                    .computeIfAbsent(List.of(kept.database(), kept.collection()), one -> new ArrayList<>())
                    .add(BsonDocument.parse(kept.document())));
            byCollection.forEach((name, all) -> client.getDatabase(name.getFirst())
                    .getCollection(name.getLast(), BsonDocument.class)
                    .insertMany(all));
        }
        Map<String, Object> servers = Map.of("bootstrap.servers", ports.bootstrapServers());
        try (Admin admin = Admin.create(servers)) {
            admin.createTopics(Arrays.stream(Topic.values()).map(EventTopics::of).toList()).all().get();
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(servers, new StringSerializer(),
                new StringSerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (Told told : records) {
                RecordHeaders headers = new RecordHeaders();
                told.headers().forEach((name, text) -> headers
                        .add(new RecordHeader(name, text.getBytes(StandardCharsets.UTF_8))));
                sent.add(producer.send(new ProducerRecord<>(told.topic(), told.partition(), told.key(), told.value(),
                        headers)));
            }
            for (Future<?> one : sent) {
                one.get();
            }
        }
    }

    /** The schemas of values that the release before was written against, by type. */
    static Map<String, String> schemas() throws IOException {
        return JSON.readValue(Files.readString(FOLDER.resolve("schemas.json")),
                new TypeReference<TreeMap<String, String>>() {
                });
    }

    static void commitSchemas(Map<String, String> schemas) throws IOException {
        Files.writeString(FOLDER.resolve("schemas.json"), JSON.writeValueAsString(schemas));
    }
}
