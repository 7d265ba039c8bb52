package cn.twonets.delivery.kafka;

import cn.twonets.events.Topic;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Where topics end at this moment: what was acknowledged before the question lies before the answer. */
public final class TopicEnds {
    private final KafkaSettings settings;

    public TopicEnds(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * The offset behind the last record of each partition.
     *
     * @throws KafkaException if the broker cannot be had
     */
    public Map<Integer, Long> of(Topic topic) {
        Map<TopicPartition, OffsetSpec> wanted = IntStream.range(0, topic.partitions())
                .boxed()
                .collect(Collectors.toMap(
                        partition -> new TopicPartition(topic.topicName(), partition),
                        partition -> OffsetSpec.latest()));
        try (Admin admin = Admin.create(settings.admin())) {
            Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(wanted).all().get();
            Map<Integer, Long> byPartition = new TreeMap<>();
            ends.forEach((partition, end) -> byPartition.put(partition.partition(), end.offset()));
            return byPartition;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause
                    ? cause
                    : new KafkaException("the ends of " + topic.topicName() + " cannot be had", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted while asking for the ends of " + topic.topicName(), e);
        }
    }
}
