package cn.twonets.reconciliation.spring;

import cn.twonets.delivery.http.Owners;
import cn.twonets.delivery.kafka.KafkaSettings;
import cn.twonets.delivery.kafka.TopicEnds;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.delivery.spring.AggregateStores;
import cn.twonets.delivery.spring.DeliveryAutoConfiguration;
import cn.twonets.delivery.spring.PeriodicWork;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.Topic;
import cn.twonets.reconciliation.CaughtUp;
import cn.twonets.reconciliation.Check;
import cn.twonets.reconciliation.Following;
import cn.twonets.reconciliation.FollowingCheck;
import cn.twonets.reconciliation.Pace;
import cn.twonets.reconciliation.Reconciler;
import cn.twonets.reconciliation.Schedule;
import cn.twonets.reconciliation.TopicCheck;
import cn.twonets.reconciliation.UnpublishedCheck;
import cn.twonets.reconciliation.kafka.GroupProgress;
import cn.twonets.reconciliation.kafka.KafkaTopics;
import cn.twonets.reconciliation.mongo.MongoRuns;
import cn.twonets.reconciliation.web.ReconciliationController;
import cn.twonets.reconciliation.web.StatesController;
import com.mongodb.client.MongoDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;

/**
 * Lets a service tell what it owns, and compare: its {@link Following}s with their owners, its topics with its store, and
 * whatever {@link Check}s of its own it declares.
 */
@AutoConfiguration(after = DeliveryAutoConfiguration.class)
@ConditionalOnBean(AggregateStores.class)
@EnableConfigurationProperties(ReconcileProperties.class)
public class ReconciliationAutoConfiguration {
    private static final Duration LONGEST_TICK = Duration.ofMinutes(5);

    /** So long after its start a service begins no run of its own: then there is other work to do. */
    private static final Duration LONGEST_QUIET = Duration.ofHours(1);

    /** Runs happen in real time, whatever time it is in the product: a day moved on is no reason for one. */
    private final Clock real = Clock.tick(Clock.systemUTC(), Duration.ofMillis(1));

    @Bean
    TopicEnds topicEnds(KafkaSettings kafka) {
        return new TopicEnds(kafka);
    }

    @Bean
    StatesController statesController(AggregateStores stores, TopicEnds ends) {
        return new StatesController(stores::made, ends);
    }

    @Bean
    CaughtUp caughtUp(KafkaSettings kafka, TopicEnds ends) {
        return new GroupProgress(kafka, ends);
    }

    /** Not a bean: a service's own executors must stay the only ones of their kind. */
    private static ExecutorService oneThread() {
        return Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("reconciliation-", 0).factory());
    }

    @Bean(destroyMethod = "close")
    Reconciler reconciler(
            AggregateStores stores,
            KafkaSettings kafka,
            CaughtUp caughtUp,
            Owners owners,
            ObjectProvider<Following<?, ?>> followings,
            ObjectProvider<Check> own,
            MongoDatabase database,
            ObjectProvider<Clock> clock,
            ObjectProvider<MeterRegistry> meters,
            ReconcileProperties properties,
            @Value("${spring.application.name}") String service) {
        Clock ours = clock.getIfAvailable(() -> real);
        List<Check> checks = new ArrayList<>();
        stores.made().forEach(one -> checks.add(new UnpublishedCheck(one, ours, properties.unpublished())));
        followings.orderedStream().forEach(following -> checks.add(check(following, owners, caughtUp)));
        checks.addAll(own.orderedStream().toList());
        Map<Topic, List<OutboxAggregates<?, ?, ?>>> topics = new LinkedHashMap<>();
        stores.made().forEach(
                one -> topics.computeIfAbsent(one.kind().family().topic(), topic -> new ArrayList<>()).add(one));
        topics.values().forEach(collections -> checks.add(new TopicCheck(collections, new KafkaTopics(kafka), ours)));
        return new Reconciler(checks, new MongoRuns(database),
                new RunMeters(service, meters.getIfAvailable(SimpleMeterRegistry::new)), real, oneThread(),
                new Pace(properties.perSecond()));
    }

    private static <H extends Happening, P extends PublicState> Check check(
            Following<H, P> following, Owners owners, CaughtUp caughtUp) {
        return new FollowingCheck<>(following, owners.of(following.subscription().family()), caughtUp);
    }

    @Bean
    ReconciliationController reconciliationController(
            Reconciler reconciler, @Value("${spring.application.name}") String service) {
        return new ReconciliationController(reconciler, service, real);
    }

    @Bean
    PeriodicWork nightlyReconciliation(Reconciler reconciler, ReconcileProperties properties) {
        Duration every = properties.every();
        Schedule schedule = Schedule.of(every, ThreadLocalRandom.current().nextDouble());
        Instant quietUntil = real.instant().plus(shorter(every, LONGEST_QUIET));
        AtomicBoolean recalled = new AtomicBoolean();
        return new PeriodicWork("reconcile", new PeriodicWork.Task("The nightly reconciliation",
                shorter(every, LONGEST_TICK), () -> {
                    if (!recalled.get()) {
                        reconciler.recall();
                        recalled.set(true);
                    }
                    if (real.instant().isAfter(quietUntil)) {
                        reconciler.startIfDue(schedule, properties.heal());
                    }
                }));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
