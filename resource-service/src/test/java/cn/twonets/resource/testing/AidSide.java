package cn.twonets.resource.testing;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.PostId;
import cn.twonets.resource.capacity.Pool;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.matching.FactsDesk;
import cn.twonets.resource.referrals.ActResult;
import cn.twonets.resource.referrals.Advancement;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import cn.twonets.resource.referrals.CaseHearing;
import cn.twonets.resource.referrals.DueSweep;
import cn.twonets.resource.referrals.HoldSweep;
import cn.twonets.resource.referrals.Queue;
import cn.twonets.resource.referrals.ReferralAct;
import cn.twonets.resource.referrals.ReferralDesk;
import cn.twonets.resource.referrals.ReferralRules;
import cn.twonets.resource.referrals.ReferralSettings;
import cn.twonets.resource.referrals.Settlement;
import cn.twonets.resource.referrals.WorkingDays;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** The whole aid side in memory, driven as dispatch and providers drive it. */
public final class AidSide {
    public static final WorkingDays DAYS = (from, days) -> from.plus(Duration.ofDays(days));

    public final MovableClock clock = new MovableClock(Cases.START);
    public final List<AidService> services = Collections.synchronizedList(new ArrayList<>());
    public final List<OutgoingEvent> sent = Collections.synchronizedList(new ArrayList<>());
    public final InMemoryAggregates<AidRecord, AidEvent, AidState> records = new InMemoryAggregates<>(
            new cn.twonets.delivery.AggregateKind<>("aid", AidRecord.class, EventFamily.AID, AidRecord::published),
            new Sent(), clock, new SimpleMeterRegistry());
    public final InMemoryPools pools = new InMemoryPools();
    public final AidRecords queries = new InMemoryAidRecords(records);
    public FactsDesk facts = (needs, asked) -> Map.of();
    /** The way up from the household's unit; empty while the grid does not know it. */
    public List<GridCode> grid = Cases.pathUp();
    private final ReferralSettings settings = ReferralSettings.DEFAULTS;
    private final Instance instance = instance(records, pools);

    /** One process of the service over some records and pools. */
    public record Instance(CaseHearing hearing, ReferralDesk desk, DueSweep due, HoldSweep holds, Queue queue) {}

    private final class Sent implements EventSink {
        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            sent.add(event);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isFailing() {
            return false;
        }
    }

    public AidSide(AidService... offered) {
        services.addAll(List.of(offered));
    }

    /** A process that reaches records and pools through others, such as failing ones. */
    public Instance instance(Aggregates<AidRecord, AidEvent> through, Pools poolsThrough) {
        Settlement settlement = new Settlement(poolsThrough);
        Advancement advancement = new Advancement(through, () -> List.copyOf(services), poolsThrough,
                (needs, asked) -> facts.factsOf(needs, asked), new ReferralRules(settings, DAYS), settlement,
                unit -> grid, clock);
        Queue queue = new Queue(queries, advancement);
        return new Instance(
                new CaseHearing(advancement, queue, through, unit -> grid),
                new ReferralDesk(through, queries, advancement, queue, settlement, () -> List.copyOf(services), DAYS,
                        clock, Runnable::run),
                new DueSweep(queries, advancement, queue, through, clock),
                new HoldSweep(poolsThrough, through, settlement, queue, settings, clock),
                queue);
    }

    /** The one process that works as it should. */
    public Instance instance() {
        return instance;
    }

    /** Dispatch says so; returns what there is afterwards for the last one. */
    public AidRecord hear(CaseState... states) {
        instance.hearing().handle(Stream.of(states).map(Cases::event).toList());
        return record(states[states.length - 1].need().value());
    }

    public AidRecord record(String need) {
        return records.find(need).orElseThrow().state();
    }

    /** The present referral of the need; fails if there is none. */
    public AidState.Referral referral(String need) {
        AidState.Referral referral = record(need).referral();
        if (referral == null) {
            throw new AssertionError("no referral for " + need);
        }
        return referral;
    }

    /** The provider of the present referral acts on it. */
    public ActResult act(String need, ReferralAct act) {
        AidState.Referral referral = referral(need);
        return instance.desk().act(new NeedId(need), referral.attempt(), referral.provider(), act,
                new Cause("test", null), null, null);
    }

    public ActResult accept(String need) {
        return act(need, new ReferralAct.Accept(clerk()));
    }

    public ActResult decline(String need) {
        return act(need, new ReferralAct.Decline(clerk(), "review-failed"));
    }

    public ActResult deliver(String need) {
        return act(need, new ReferralAct.Deliver(clerk(), "file:2026-001"));
    }

    public static PostId clerk() {
        return new PostId("department:some-bureau");
    }

    /** The pool of a service now. */
    public Pool pool(String service) {
        AidService found = services.stream().filter(one -> one.id().value().equals(service)).findFirst().orElseThrow();
        PoolId id = found.pool(clock.instant());
        Pool stored = pools.findAll(List.of(id)).get(id);
        return stored == null ? Pool.opened(id, found.terms().units()) : stored;
    }

    /** The types of all that happened to a need, in order, without prefix and version. */
    public List<String> story(String need) {
        return records.history(need).stream()
                .map(entry -> entry.type().replace("cn.twonets.", "").replace(".v1", ""))
                .toList();
    }
}
