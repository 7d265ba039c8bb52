package cn.twonets.benchmarks.lives;

import cn.twonets.events.Topic;
import cn.twonets.load.Door;
import cn.twonets.load.Reply;
import cn.twonets.standalone.place.Ports;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.bson.Document;

/**
 * What was written so far, counted twice: by the product's own metrics, and from outside by the store's counters and the
 * ends of the topics.
 *
 * @param writesByCollection documents written as the services count them, by {@code database.collection}
 * @param recordsByCollection events published as the services count them, by collection
 * @param storeWrites documents written as the store counts them
 * @param records ends of the three event topics of needs, by topic
 */
record Counts(Map<String, Long> writesByCollection, Map<String, Long> recordsByCollection, long storeWrites,
        Map<String, Long> records) {
    private static final List<Topic> TOPICS = List.of(Topic.NEEDS, Topic.DISPATCH, Topic.RESOLUTIONS);
    private static final Pattern WRITTEN = Pattern.compile(
            "(?m)^twonets_store_written_total\\{(?<labels>[^}]*)} (?<value>\\S+)");
    private static final Pattern PUBLISHED = Pattern.compile(
            "(?m)^twonets_delivery_published_total\\{(?<labels>[^}]*)} (?<value>\\S+)");

    /** Reads all of them now. */
    static Counts read(Ports ports) throws IOException, InterruptedException {
        return new Counts(writesByCollection(ports), sum(ports, PUBLISHED, "collection"), storeWrites(ports),
                records(ports));
    }

    /** Documents written as the services count them, by {@code database.collection}. */
    static Map<String, Long> writesByCollection(Ports ports) throws IOException {
        return sum(ports, WRITTEN, "database", "collection");
    }

    private static Map<String, Long> sum(Ports ports, Pattern line, String... labels) throws IOException {
        Map<String, Long> sums = new TreeMap<>();
        for (String service : List.of("intake", "dispatch", "resource")) {
            sum(line, metrics(ports.managementUris().get(service)), sums, labels);
        }
        return sums;
    }

    /** The metrics of one service, as Prometheus reads them. */
    static String metrics(URI service) throws IOException {
        try (Door door = new Door(service)) {
            Reply reply = door.get(null, "/actuator/prometheus");
            if (!reply.isSuccess()) {
                throw new IOException("the metrics of " + service + " were answered " + reply.status());
            }
            return new String(reply.body(), StandardCharsets.UTF_8);
        }
    }

    private static void sum(Pattern line, String page, Map<String, Long> into, String... labels) {
        Matcher found = line.matcher(page);
        while (found.find()) {
            String name = Stream.of(labels)
                    .map(label -> found.group("labels").replaceFirst("(?:.*[,{]|^)" + label + "=\"([^\"]*)\".*", "$1"))
                    .collect(Collectors.joining("."));
            into.merge(name, (long) Double.parseDouble(found.group("value")), Long::sum);
        }
    }

    private static long storeWrites(Ports ports) {
        try (MongoClient client = MongoClients.create(ports.storeUri())) {
            return storeWrites(client);
        }
    }

    /** What MongoDB tells as well: {@code serverStatus.metrics.document}. */
    static long storeWrites(MongoClient client) {
        Document written = client.getDatabase("admin").runCommand(new Document("serverStatus", 1))
                .get("metrics", Document.class).get("document", Document.class);
        return Stream.of("inserted", "updated", "deleted").mapToLong(how -> written.get(how, Number.class).longValue())
                .sum();
    }

    private static Map<String, Long> records(Ports ports) throws InterruptedException {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", ports.bootstrapServers()))) {
            Map<TopicPartition, OffsetSpec> wanted = TOPICS.stream()
                    .flatMap(topic -> IntStream.range(0, topic.partitions())
                            .mapToObj(partition -> new TopicPartition(topic.topicName(), partition)))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            Map<String, Long> ends = new TreeMap<>();
            admin.listOffsets(wanted).all().get()
                    .forEach((partition, end) -> ends.merge(partition.topic(), end.offset(), Long::sum));
            return ends;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the ends of the topics cannot be had", e.getCause());
        }
    }

    /** What came since then. */
    Counts since(Counts before) {
        return new Counts(difference(writesByCollection, before.writesByCollection),
                difference(recordsByCollection, before.recordsByCollection), storeWrites - before.storeWrites,
                difference(records, before.records));
    }

    private static Map<String, Long> difference(Map<String, Long> now, Map<String, Long> before) {
        Map<String, Long> came = new TreeMap<>();
        now.forEach((name, value) -> {
            long more = value - before.getOrDefault(name, 0L);
            if (more != 0) {
                came.put(name, more);
            }
        });
        return came;
    }

    /** Documents written, as the product counts them. */
    long writes() {
        return sum(writesByCollection);
    }

    /** Records of the three topics, counted from outside. */
    long recordsOnTopics() {
        return sum(records);
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
