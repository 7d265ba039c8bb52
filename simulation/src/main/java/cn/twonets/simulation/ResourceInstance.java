package cn.twonets.simulation;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidServiceEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidServiceState;
import cn.twonets.events.AidState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import cn.twonets.resource.catalogue.CapacityWatch;
import cn.twonets.resource.catalogue.CatalogueDesk;
import cn.twonets.resource.matching.FactsDesk;
import cn.twonets.resource.referrals.Advancement;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import cn.twonets.resource.referrals.Ancestors;
import cn.twonets.resource.referrals.CaseHearing;
import cn.twonets.resource.referrals.DueSweep;
import cn.twonets.resource.referrals.HoldSweep;
import cn.twonets.resource.referrals.Queue;
import cn.twonets.resource.referrals.Reconsideration;
import cn.twonets.resource.referrals.ReferralDesk;
import cn.twonets.resource.referrals.ReferralRules;
import cn.twonets.resource.referrals.ReferralSettings;
import cn.twonets.resource.referrals.Settlement;
import cn.twonets.resource.referrals.WorkingDays;
import cn.twonets.simulation.ports.SimulatedAggregates;
import cn.twonets.simulation.ports.SimulatedPools;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One process of resource. */
final class ResourceInstance extends Instance {
    static final AggregateKind<AidRecord, AidEvent, AidState> AID = new AggregateKind<>("aid", AidRecord.class,
            EventFamily.AID, AidRecord::published);
    static final AggregateKind<AidService, AidServiceEvent, AidServiceState> SERVICES = new AggregateKind<>(
            "aid_services", AidService.class, EventFamily.AID_SERVICE, AidService::published);
    private static final WorkingDays DAYS = (from, days) -> DispatchInstance.CALENDAR.plusWorkingDays(from, days).at();

    final SimulatedAggregates<AidRecord, AidEvent, AidState> aid;
    final SimulatedAggregates<AidService, AidServiceEvent, AidServiceState> services;
    final CatalogueDesk catalogue;
    final CapacityWatch capacity;
    final ReferralDesk desk;
    final CaseHearing hearing;
    final Reconsideration reconsideration;
    final DueSweep due;
    final HoldSweep holds;

    ResourceInstance(World world, int number, Duration skew) {
        super(world, Service.RESOURCE, number, skew);
        aid = new SimulatedAggregates<>(AID, world.aid, broker, clock, this);
        services = new SimulatedAggregates<>(SERVICES, world.services, broker, clock, this);
        outboxes.add(aid);
        outboxes.add(services);
        SimulatedPools pools = new SimulatedPools(world.pools, this);
        AidServices all = () -> services.where(one -> true).stream().map(Stored::state).toList();
        AidRecords queries = new Questions();
        FactsDesk facts = (needs, asked) -> world.facts(needs);
        Ancestors ancestors = unit -> List.copyOf(grid.tree().pathUp(unit));
        Settlement settlement = new Settlement(pools, time -> {});
        Advancement advancement = new Advancement(aid, all, pools, facts,
                new ReferralRules(ReferralSettings.DEFAULTS, DAYS), settlement, ancestors, clock, time -> {});
        Queue queue = new Queue(queries, advancement);
        catalogue = new CatalogueDesk(services, pools, clock);
        capacity = new CapacityWatch(all, pools, catalogue, clock, present -> {});
        desk = new ReferralDesk(aid, queries, advancement, queue, settlement, all, DAYS, clock, this::afterwards);
        hearing = new CaseHearing(advancement, queue, aid, ancestors);
        reconsideration = new Reconsideration(queries, aid, clock);
        due = new DueSweep(queries, advancement, queue, aid, clock);
        holds = new HoldSweep(pools, aid, settlement, queue, ReferralSettings.DEFAULTS, clock);
    }

    /** As in the running product, nobody is told when what follows from an act fails: the outbox sends it. */
    private void afterwards(Runnable work) {
        try {
            work.run();
        } catch (cn.twonets.delivery.PublishingFailedException | cn.twonets.simulation.ports.Unavailable e) {
            world.tell("what follows is left to the outbox");
        }
    }

    private final class Questions implements AidRecords {
        @Override
        public List<Due> due(Instant from, Instant until, int limit) {
            return aid.where(record -> record.wakeAt() != null
                    && !record.wakeAt().isBefore(from)
                    && !record.wakeAt().isAfter(until))
                    .stream()
                    .map(stored -> new Due(stored.state().need(), Objects.requireNonNull(stored.state().wakeAt())))
                    .sorted(Comparator.comparing(Due::wakeAt))
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<NeedId> queuedFor(AidServiceId service, int limit) {
            return aid.where(record -> record.queuedFor().contains(service)).stream()
                    .map(Stored::state)
                    .sorted(Comparator.comparing(
                            (AidRecord record) -> Objects.requireNonNull(record.placement().queuedSince())))
                    .map(AidRecord::need)
                    .limit(limit)
                    .toList();
        }

        @Override
        public List<NeedId> unmatched(Set<AidKind> kinds, @Nullable NeedId after, int limit) {
            return aid.where(record -> record.wanted() != null
                    && record.wanted().open()
                    && record.wanted().kinds().stream().anyMatch(kinds::contains)
                    && record.fit().candidates().isEmpty()
                    && (after == null || record.need().compareTo(after) > 0))
                    .stream()
                    .map(stored -> stored.state().need())
                    .limit(limit)
                    .toList();
        }

        @Override
        public Optional<Stored<AidRecord>> askedOf(ProviderId provider, NeedId need) {
            return aid.find(need.value()).filter(stored -> stored.state().providers().contains(provider));
        }

        @Override
        public Optional<Stored<AidRecord>> within(Set<GridCode> units, NeedId need) {
            throw new UnsupportedOperationException("nobody reads records here");
        }

        @Override
        public List<AidRecord> desk(
                ProviderId provider, @Nullable ReferralStatus status, @Nullable Place after, int limit) {
            throw new UnsupportedOperationException("nobody lists a desk here");
        }
    }
}
