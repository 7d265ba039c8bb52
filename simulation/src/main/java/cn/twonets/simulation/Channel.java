package cn.twonets.simulation;

import cn.twonets.delivery.Subscription;
import cn.twonets.delivery.kafka.BatchReader;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.Topic;
import cn.twonets.telemetry.traces.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Function;

/** One consumer group on one topic: how far it is in each partition, and what it never saw. */
final class Channel {
    static final MeterRegistry METERS = new CompositeMeterRegistry();

    final Topic topic;
    final Instance.Service service;
    final int[] position;
    /** Keys of which this group missed a record. */
    final Set<String> lost = new HashSet<>();
    private final Function<Instance, Subscription<?, ?>> subscription;
    private final Map<Instance, BatchReader<?, ?>> readers = new WeakHashMap<>();

    private Channel(Topic topic, Instance.Service service,
            Function<Instance, Subscription<?, ?>> subscription) {
        this.topic = topic;
        this.service = service;
        this.position = new int[topic.partitions()];
        this.subscription = subscription;
    }

    static List<Channel> all() {
        return List.of(
                new Channel(Topic.NEEDS, Instance.Service.DISPATCH,
                        one -> new Subscription<>(EventFamily.NEED, "dispatch",
                                ((DispatchInstance) one).desk::followNeeds)),
                new Channel(Topic.DISPATCH, Instance.Service.INTAKE,
                        one -> new Subscription<>(EventFamily.CASE, "intake", ((IntakeInstance) one).follower)),
                new Channel(Topic.DISPATCH, Instance.Service.RESOURCE,
                        one -> new Subscription<>(EventFamily.CASE, "resource", ((ResourceInstance) one).hearing)),
                new Channel(Topic.RESOLUTIONS, Instance.Service.DISPATCH,
                        one -> new Subscription<>(EventFamily.AID, "dispatch",
                                ((DispatchInstance) one).desk::followAid)),
                new Channel(Topic.AID, Instance.Service.RESOURCE,
                        one -> new Subscription<>(EventFamily.AID_SERVICE, "resource",
                                ((ResourceInstance) one).reconsideration)));
    }

    /** How many records of a partition the group has not had yet. */
    int pending(World world, int partition) {
        return world.topics.log(topic, partition).size() - position[partition];
    }

    /** Where what this group cannot read is kept. */
    String deadLetters() {
        return topic.deadLetters(service.name().toLowerCase(java.util.Locale.ROOT));
    }

    /** The group has had everything before these places. */
    void commit(int[] upTo) {
        System.arraycopy(upTo, 0, position, 0, upTo.length);
    }

    boolean hasPending(World world) {
        for (int i = 0; i < position.length; i++) {
            if (pending(world, i) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The product's own reader of batches, one for each process. */
    BatchReader<?, ?> reader(Instance instance) {
        return readers.computeIfAbsent(instance, one -> reader(subscription.apply(one), one.world));
    }

    private static <H extends Happening, P extends PublicState> BatchReader<H, P> reader(
            Subscription<H, P> subscription, World world) {
        return new BatchReader<>(subscription, world.deadLetters, METERS, Tracing.OFF, () -> {});
    }

    @Override
    public String toString() {
        return topic.topicName() + " to " + service.name().toLowerCase(java.util.Locale.ROOT);
    }
}
