package cn.twonets.benchmarks.lives;

import cn.twonets.standalone.place.Ports;
import com.mongodb.MongoNamespace;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListGroupsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits until a product without calls has nothing left to do: every consumer has committed everything, no document is
 * marked as unpublished any more, and the store was not written to between two looks.
 */
final class Quiet {
    private static final Duration LONGEST = Duration.ofSeconds(120);
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);
    private static final Date EVER = new Date(Long.MAX_VALUE);

    private Quiet() {
    }

    /** @throws IllegalStateException if it is still busy after two minutes */
    static void await(Ports ports) throws IOException, InterruptedException {
        long until = System.nanoTime() + LONGEST.toNanos();
        try (MongoClient store = MongoClients.create(ports.storeUri());
                Admin broker = Admin.create(Map.of("bootstrap.servers", ports.bootstrapServers()))) {
            List<String> groups = broker.listGroups(ListGroupsOptions.forConsumerGroups()).all().get().stream()
                    .map(GroupListing::groupId).toList();
            for (long before = -1, now = -2; before != now || !allHeard(broker, groups) || !allCleared(store, ports);) {
                if (System.nanoTime() > until) {
                    throw new IllegalStateException("still busy after " + LONGEST.toSeconds() + " s without a call");
                }
                Thread.sleep(LOOK_EVERY);
                before = now;
                now = Counts.storeWrites(store);
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the consumers' places on the topics cannot be had", e.getCause());
        }
    }

    private static boolean allHeard(Admin broker, Collection<String> groups)
            throws ExecutionException, InterruptedException {
        for (String group : groups) {
            Map<TopicPartition, OffsetAndMetadata> places = broker.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata().get();
            Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
            places.keySet().forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
            for (Map.Entry<TopicPartition, ListOffsetsResultInfo> end : broker.listOffsets(wanted).all().get()
                    .entrySet()) {
                OffsetAndMetadata place = places.get(end.getKey());
                if (place != null && place.offset() < end.getValue().offset()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** What no service has written has nothing to clear. */
    private static boolean allCleared(MongoClient store, Ports ports) throws IOException {
        for (String name : Counts.writesByCollection(ports).keySet()) {
            MongoNamespace written = new MongoNamespace(name);
            if (store.getDatabase(written.getDatabaseName()).getCollection(written.getCollectionName())
                    .find(Filters.lt("unpublished.since", EVER)).first() != null) {
                return false;
            }
        }
        return true;
    }
}
