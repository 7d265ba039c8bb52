package cn.twonets.audit.kafka;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.audit.file.Trail;
import cn.twonets.delivery.kafka.EventTopics;
import cn.twonets.delivery.kafka.KafkaSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Anchors what a service writes down: when a chain begins, every so often while it grows, and when it ends, and what was
 * found of chains whose process had no time to. Nobody waits for it: needs are accepted while Kafka is away, and what was
 * missed is anchored when it is back. Ends the trail when it is closed itself, to anchor the very end.
 */
public final class Anchoring implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Anchoring.class);
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(3);

    private final Trail trail;
    private final Producer<byte[], byte[]> producer;
    private final KafkaSettings kafka;
    private final Clock clock;
    private final ScheduledExecutorService executor = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("audit-anchors-", 0).factory());
    private final Map<ChainId, Long> anchored = new HashMap<>();
    private volatile long behind;
    private volatile boolean failing;
    private boolean topicMade;

    /**
     * @param trail what is anchored; closed together with this
     * @param producer stays open
     * @param clock real time
     */
    public Anchoring(Trail trail, Producer<byte[], byte[]> producer, KafkaSettings kafka, Clock clock) {
        this.trail = trail;
        this.producer = producer;
        this.kafka = kafka;
        this.clock = clock;
    }

    /** Begins to anchor, the first time at once; what failed is tried again within a second. */
    public void start(Duration every) {
        long pause = Math.min(every.toMillis(), RETRY.toMillis());
        long[] next = {System.nanoTime()};
        executor.scheduleWithFixedDelay(() -> {
            if (failing || System.nanoTime() - next[0] >= 0) {
                next[0] = System.nanoTime() + every.toNanos();
                round();
            }
        }, 0, pause, TimeUnit.MILLISECONDS);
    }

    /** Entries that were kept and not yet anchored when it was looked last. */
    public long behind() {
        return behind;
    }

    /** Whether the last anchors could not be put on the topic. */
    public boolean isFailing() {
        return failing;
    }

    private void round() {
        try {
            if (trail.isWritable()) {
                anchor(PATIENCE);
            }
        } catch (RuntimeException e) {
            told(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void anchor(Duration patience) throws InterruptedException {
        Trail.@Nullable Standing standing = trail.standing().orElse(null);
        if (standing == null) {
            return;
        }
        List<Claim> wanted = standing.claims().stream()
                .filter(claim -> anchored.getOrDefault(claim.chain(), 0L) < claim.entries())
                .toList();
        behind = wanted.stream()
                .mapToLong(claim -> claim.entries() - anchored.getOrDefault(claim.chain(), 0L)).sum();
        List<Claim> open = new ArrayList<>(wanted);
        try {
            if (!wanted.isEmpty()) {
                send(standing.by(), wanted, open, patience);
                behind = 0;
                failing = false;
            }
        } catch (KafkaException | TimeoutException | ExecutionException e) {
            told(e);
        } finally {
            // the present chain is told anew each time; the others only if they are given back
            open.removeIf(claim -> claim.chain().equals(standing.by()));
            trail.putBack(open);
        }
    }

    private void send(ChainId by, List<Claim> claims, List<Claim> open, Duration patience)
            throws InterruptedException, ExecutionException, TimeoutException {
        if (!topicMade) {
            EventTopics.ensure(kafka, List.of(AnchorTopic.asNew()));
            topicMade = true;
        }
        List<Future<?>> sent = new ArrayList<>();
        for (Claim claim : claims) {
            sent.add(producer.send(AnchorTopic.record(new Anchor(claim, by, clock.instant()))));
        }
        for (int i = 0; i < claims.size(); i++) {
            Claim claim = claims.get(i);
            sent.get(i).get(patience.toMillis(), TimeUnit.MILLISECONDS);
            anchored.merge(claim.chain(), claim.entries(), Math::max);
            open.remove(claim);
        }
    }

    private void told(Exception e) {
        if (!failing) {
            LOG.warn("The audit cannot be anchored now: {}", e.toString());
        }
        failing = true;
    }

    /** Ends the trail and anchors its end; waits some seconds for that, else the next start does it. */
    @Override
    public void close() {
        executor.shutdownNow();
        try {
            executor.awaitTermination(LAST_PATIENCE.toSeconds(), TimeUnit.SECONDS);
            trail.close();
            anchor(LAST_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
