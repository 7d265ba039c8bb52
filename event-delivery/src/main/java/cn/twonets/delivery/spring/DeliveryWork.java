package cn.twonets.delivery.spring;

import cn.twonets.delivery.kafka.DeadLetterFollower;
import cn.twonets.delivery.kafka.EventConsumers;
import cn.twonets.delivery.kafka.EventTopics;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.mongo.MongoDeadLetterBox;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The work that nobody asks for: making indexes and topics, starting the consumers once both are there, clearing marks,
 * sweeping. A service starts and accepts while the broker or the store is away; each piece is tried again until it is
 * done.
 */
final class DeliveryWork implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryWork.class);
    private static final Duration TRY_AGAIN = Duration.ofSeconds(1);
    private static final Duration COUNT_EVERY = Duration.ofSeconds(10);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(10);

    private final AggregateStores stores;
    private final KafkaSettings kafka;
    private final EventConsumers consumers;
    private final DeadLetterFollower letters;
    private final MongoDeadLetterBox box;
    private final OpenDeadLetters open;
    private final ConsumerMeters lag;
    private final DeliveryProperties.Delivery pace;
    private @Nullable ScheduledExecutorService executor;
    private volatile boolean indexed;
    private volatile boolean topicsMade;
    private volatile boolean toldAgain;

    DeliveryWork(
            AggregateStores stores,
            KafkaSettings kafka,
            EventConsumers consumers,
            DeadLetterFollower letters,
            MongoDeadLetterBox box,
            OpenDeadLetters open,
            ConsumerMeters lag,
            DeliveryProperties.Delivery pace) {
        this.stores = stores;
        this.kafka = kafka;
        this.consumers = consumers;
        this.letters = letters;
        this.box = box;
        this.open = open;
        this.lag = lag;
        this.pace = pace;
    }

    @Override
    public synchronized void start() {
        if (executor != null) {
            return;
        }
        // Each of these waits for something else; none may hold up another.
        ScheduledExecutorService started = Executors.newScheduledThreadPool(
                5,
                Thread.ofPlatform().daemon().name("delivery-", 0).factory());
        executor = started;
        setUp(started);
        every(started, pace.clearEvery(), "clearing", OutboxAggregates::clearQuiet);
        every(started, pace.sweepEvery(), "sweeping", aggregates -> aggregates.sweep(pace.sweepAge()));
        started.scheduleWithFixedDelay(
                open::count,
                COUNT_EVERY.toMillis(),
                COUNT_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
        started.scheduleWithFixedDelay(
                lag::count,
                COUNT_EVERY.toMillis(),
                COUNT_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** What still keeps events from flowing, in words; empty if nothing does. */
    List<String> troubles() {
        List<String> troubles = new ArrayList<>();
        if (!indexed) {
            troubles.add("indexes not yet made");
        }
        if (!topicsMade) {
            troubles.add("topics not yet made");
        }
        if (!toldAgain) {
            troubles.add("after a restore: not everything told again yet");
        }
        troubles.addAll(consumers.troubles());
        troubles.addAll(letters.troubles());
        return troubles;
    }

    private void setUp(ScheduledExecutorService on) {
        try {
            if (!indexed) {
                stores.ensureIndexes();
                box.ensureIndexes();
                indexed = true;
            }
            if (!topicsMade) {
                makeTopics();
                topicsMade = true;
            }
            if (!toldAgain) {
                // Before anything is consumed: a topic may still hold what the restored store has lost.
                long told = stores.tellAfterRestore();
                if (told > 0) {
                    LOG.info("The store was restored; {} aggregates are told again", told);
                }
                toldAgain = true;
            }
            consumers.start();
            letters.start();
        } catch (RuntimeException e) {
            if (on.isShutdown()) {
                return;
            }
            LOG.warn("Delivery is not set up yet: {}", e.toString());
            on.schedule(() -> setUp(on), TRY_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** What this service writes or reads must be there; the others' topics are made as well wherever that is allowed. */
    private void makeTopics() {
        Set<Topic> own = EnumSet.noneOf(Topic.class);
        stores.made().forEach(aggregates -> own.add(aggregates.kind().family().topic()));
        letters.watched().forEach(one -> own.add(one.topic()));
        List<NewTopic> needed = new ArrayList<>(own.stream().map(EventTopics::of).toList());
        letters.watched().forEach(one -> needed.add(EventTopics.deadLettersOf(one.topic(), one.consumer())));
        List<NewTopic> others = Arrays.stream(Topic.values())
                .filter(topic -> !own.contains(topic))
                .map(EventTopics::of)
                .toList();
        EventTopics.ensure(kafka, needed, others);
    }

    private ScheduledFuture<?> every(
            ScheduledExecutorService on,
            Duration pause,
            String what,
            Consumer<OutboxAggregates<?, ?, ?>> work) {
        return on.scheduleWithFixedDelay(() -> {
            for (OutboxAggregates<?, ?, ?> aggregates : stores.made()) {
                try {
                    work.accept(aggregates);
                } catch (RuntimeException e) {
                    // The next round tries again; one kind in trouble must not hold up the others.
                    LOG.warn("{} {} failed: {}", what, aggregates.kind().collection(), e.toString());
                }
            }
        }, pause.toMillis(), pause.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService stopped = executor;
        if (stopped == null) {
            return;
        }
        stopped.shutdownNow();
        try {
            // What is still being set up must not start consumers after they have been closed.
            if (!stopped.awaitTermination(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("The periodic work of delivery did not stop within {}", STOP_LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumers.close();
        letters.close();
        lag.close();
        executor = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return executor != null;
    }
}
