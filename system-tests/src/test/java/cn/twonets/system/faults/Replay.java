package cn.twonets.system.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.delivery.mongo.MongoDeadLetterBox;
import cn.twonets.events.Topic;
import cn.twonets.system.kit.RunningProduct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Every record of every topic is handed to every handler once more: nothing in any store may change by it. */
final class Replay {
    /** So that old records come alone: in one batch with newer ones of their need they would not be looked at. */
    private static final List<String> SMALL_BATCHES = List.of("-Dtwonets.delivery.batch=10");
    private static final List<String> GROUPS = List.of("intake", "dispatch", "resource");

    private final SplitProduct product;
    private final EndState state;

    Replay(SplitProduct product) {
        this.product = product;
        this.state = new EndState(product);
    }

    void run() throws Exception {
        Ledger ledger = new Ledger(product, "replay", "housing");
        Lives lives = new Lives(product.county());
        lives.toTheEnd(ledger, 3);
        lives.atEveryStage(ledger);
        state.judge(List.of(ledger));
        awaitEverythingRead();
        Map<String, RawBsonDocument> before = unchangedForAWhile();
        Map<TopicPartition, Long> topicsBefore = ends(eventTopics());
        for (RunningProduct service : product.services()) {
            service.close();
        }
        long again = resetOffsets();
        long begun = System.nanoTime();
        for (RunningProduct service : product.services()) {
            service.launch(SMALL_BATCHES);
        }
        product.services().forEach(RunningProduct::awaitReady);
        awaitEverythingRead();
        double took = Figures.seconds(begun);
        Map<String, RawBsonDocument> after = unchangedForAWhile();
        assertThat(different(withoutSightings(before), withoutSightings(after))).as("documents that a replay changed")
                .isEmpty();
        before.forEach((name, letter) -> {
            if (isDeadLetter(name) && !isOfTheGrid(letter)) {
                assertThat(sightings(after.get(name))).as("how often %s was put aside", name)
                        .isGreaterThan(sightings(letter));
            }
        });
        assertThat(ends(eventTopics())).as("ends of the event topics").isEqualTo(topicsBefore);
        Figures.say("replay: %d records handed to the handlers again in %.1f s, starts included; %d documents equal to "
                + "the byte, no new event", again, took, after.size());
        ledger.settle();
        state.judge(List.of(ledger));
    }

    /**
     * Clearing and the like come some seconds after the last event: until two looks show the same, and no open
     * need waits for facts to be asked for again, as some do after the link to them was broken.
     */
    private Map<String, RawBsonDocument> unchangedForAWhile() {
        List<Map<String, RawBsonDocument>> looks = new ArrayList<>(List.of(state.everything()));
        await("nothing to change any more").atMost(Duration.ofMinutes(3))
                .pollDelay(Duration.ofSeconds(5))
                .pollInterval(Duration.ofSeconds(5))
                .until(() -> {
                    looks.add(state.everything());
                    return looks.getLast().values().stream().noneMatch(Replay::awaitsFacts)
                            && different(looks.get(looks.size() - 2), looks.getLast()).isEmpty();
                });
        return looks.getLast();
    }

    private static boolean awaitsFacts(RawBsonDocument document) {
        return document.get("state") instanceof BsonDocument state && state.get("fit") instanceof BsonDocument fit
                && fit.getBoolean("awaitingFacts", BsonBoolean.FALSE).getValue()
                && state.getDocument("wanted").getBoolean("open", BsonBoolean.FALSE).getValue();
    }

    private static boolean isDeadLetter(String name) {
        return name.contains("." + MongoDeadLetterBox.COLLECTION + "/");
    }

    /** The grid is read from its beginning at every start; what was put aside from it once is known by then. */
    private static boolean isOfTheGrid(RawBsonDocument letter) {
        return letter.getDocument("letter").getString("topic").getValue().equals(Topic.GRID.topicName());
    }

    private static int sightings(RawBsonDocument letter) {
        return letter.getDocument("letter").getInt32("count").getValue();
    }

    /** What cannot be read is put aside again when it is read again, and its entry tells so: that alone may change. */
    private static Map<String, RawBsonDocument> withoutSightings(Map<String, RawBsonDocument> documents) {
        Map<String, RawBsonDocument> without = new TreeMap<>(documents);
        without.replaceAll((name, document) -> {
            if (!isDeadLetter(name)) {
                return document;
            }
            BsonDocument entry = document.decode(new BsonDocumentCodec());
            entry.getDocument("letter").keySet().removeAll(Set.of("count", "lastSeen", "lastLetter", "version"));
            return new RawBsonDocument(entry, new BsonDocumentCodec());
        });
        return without;
    }

    private static Map<String, String> different(Map<String, RawBsonDocument> one,
            Map<String, RawBsonDocument> other) {
        Set<String> names = new HashSet<>(one.keySet());
        names.addAll(other.keySet());
        Map<String, String> different = new TreeMap<>();
        for (String name : names) {
            RawBsonDocument before = one.get(name);
            RawBsonDocument after = other.get(name);
            if (before == null || after == null || !Arrays.equals(bytes(before), bytes(after))) {
                different.put(name, (before == null ? "absent" : before.toJson()) + "\n  → "
                        + (after == null ? "absent" : after.toJson()));
            }
        }
        return different;
    }

    private static byte[] bytes(RawBsonDocument document) {
        var buffer = document.getByteBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    /** @return how many records will be read again */
    private long resetOffsets() throws Exception {
        long again = 0;
        try (Admin admin = admin()) {
            for (String group : GROUPS) {
                Map<TopicPartition, OffsetAndMetadata> zero = new HashMap<>();
                for (var one : committed(admin, group).entrySet()) {
                    again += one.getValue();
                    zero.put(one.getKey(), new OffsetAndMetadata(0));
                }
                assertThat(zero).as("what %s has read", group).isNotEmpty();
                admin.alterConsumerGroupOffsets(group, zero).all().get();
            }
        }
        return again;
    }

    /** Waits until every group has committed through the end of all it reads. */
    private void awaitEverythingRead() {
        await("every group to have read everything").atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(250))
                .untilAsserted(() -> {
                    try (Admin admin = admin()) {
                        for (String group : GROUPS) {
                            Map<TopicPartition, Long> read = committed(admin, group);
                            Map<TopicPartition, Long> ends = ends(read.keySet());
                            ends.values().removeIf(end -> end == 0);
                            read.keySet().retainAll(ends.keySet());
                            assertThat(read).as("what %s has read", group).isNotEmpty().isEqualTo(ends);
                        }
                    }
                });
    }

    private static Map<TopicPartition, Long> committed(Admin admin, String group) throws Exception {
        Map<TopicPartition, Long> committed = new HashMap<>();
        admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get().forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        return committed;
    }

    private Set<TopicPartition> eventTopics() {
        Set<TopicPartition> partitions = new HashSet<>();
        for (Topic topic : Topic.values()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.topicName(), partition));
            }
        }
        return partitions;
    }

    private Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) throws Exception {
        try (Admin admin = admin()) {
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> one : admin.listOffsets(wanted).all().get()
                    .entrySet()) {
                ends.put(one.getKey(), one.getValue().offset());
            }
            return ends;
        }
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", product.ports().bootstrapServers()));
    }
}
