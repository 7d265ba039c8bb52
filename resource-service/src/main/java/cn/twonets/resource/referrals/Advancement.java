package cn.twonets.resource.referrals;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Pause;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.NeedId;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.capacity.Pools;
import cn.twonets.resource.catalogue.AidService;
import cn.twonets.resource.catalogue.AidServices;
import cn.twonets.resource.catalogue.Fact;
import cn.twonets.resource.matching.FactsDesk;
import cn.twonets.resource.matching.HouseholdFacts;
import cn.twonets.resource.matching.Matcher;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Brings many needs forward at once. Reads pools first, then needs; decides in memory; writes pools first, then needs;
 * repeats for what somebody else changed meanwhile; then settles the holds that ended. Publishes nothing.
 *
 * <p>A reservation whose need could not be written stays in its pool; the repeat uses it again, or the hold sweep voids
 * it.
 */
public final class Advancement {
    private final Aggregates<AidRecord, AidEvent> records;
    private final AidServices services;
    private final Pools pools;
    private final FactsDesk factsDesk;
    private final ReferralRules rules;
    private final Settlement settlement;
    private final Ancestors ancestors;
    private final Clock clock;
    private final Pause pauses;

    public Advancement(
            Aggregates<AidRecord, AidEvent> records,
            AidServices services,
            Pools pools,
            FactsDesk factsDesk,
            ReferralRules rules,
            Settlement settlement,
            Ancestors ancestors,
            Clock clock) {
        this(records, services, pools, factsDesk, rules, settlement, ancestors, clock, Pause.SLEEPING);
    }

    /** @param pauses how the time before a repeated write passes */
    public Advancement(
            Aggregates<AidRecord, AidEvent> records,
            AidServices services,
            Pools pools,
            FactsDesk factsDesk,
            ReferralRules rules,
            Settlement settlement,
            Ancestors ancestors,
            Clock clock,
            Pause pauses) {
        this.pauses = pauses;
        this.records = records;
        this.services = services;
        this.pools = pools;
        this.factsDesk = factsDesk;
        this.rules = rules;
        this.settlement = settlement;
        this.ancestors = ancestors;
        this.clock = clock;
    }

    /** Looks again at needs that are known already; returns the ids to publish. */
    public Set<String> advance(Collection<NeedId> needs) {
        Map<NeedId, Optional<Wanted>> heard = new LinkedHashMap<>();
        needs.forEach(need -> heard.put(need, Optional.empty()));
        return advance(heard).touched();
    }

    /**
     * Hears what cases want and does what is missing.
     *
     * @param heard what is wanted by need; empty where only time has passed or capacity came back
     */
    public Outcome advance(Map<NeedId, Optional<Wanted>> heard) {
        Set<String> touched = new HashSet<>();
        heard.keySet().forEach(need -> touched.add(need.value()));
        Map<NeedId, Optional<Wanted>> open = new LinkedHashMap<>(heard);
        Map<NeedId, HouseholdFacts> facts = new HashMap<>();
        List<Settlement.Due> settlements = new ArrayList<>();
        boolean asked = false;
        Retries retries = new Retries(pauses);
        while (!open.isEmpty()) {
            Instant now = clock.instant();
            Map<String, Stored<AidRecord>> stored = records.findAll(ids(open));
            open.replaceAll((need, wanted) -> located(wanted, stored.get(need.value())));
            Relevance relevance = Relevance.of(open, stored, now);
            Map<String, Stored<AidRecord>> newest = stored;
            List<AidService> relevant = List.of();
            Supply supply = new Supply(relevant, Map.of(), now);
            if (!relevance.isNone()) {
                relevant = services.relevant(relevance.kinds(), relevance.named());
                if (!asked) {
                    asked = true;
                    ask(open, stored, relevant, facts);
                }
                now = clock.instant();
                supply = new Supply(relevant, pools.findAll(poolsOf(relevant, now)), now);
                // Where pools are drawn on, needs are read after them; the first look has only told which pools.
                newest = records.findAll(ids(open));
                if (!relevance.covers(Relevance.of(open, newest, now))) {
                    retries.pause();
                    continue;
                }
            }
            List<Aggregates.Pending<AidRecord, AidEvent>> pending = new ArrayList<>();
            for (Map.Entry<NeedId, Optional<Wanted>> one : open.entrySet()) {
                pending.add(decide(one.getKey(), one.getValue(), newest.get(one.getKey().value()), supply, facts));
            }
            Set<String> conflicts = write(pending, supply);
            pending.stream()
                    .filter(one -> !conflicts.contains(one.id()) && one.decision().writes())
                    .forEach(one -> ended(one).ifPresent(settlements::add));
            open.keySet().removeIf(need -> !conflicts.contains(need.value()));
            if (!open.isEmpty()) {
                retries.pause();
            }
        }
        return new Outcome(touched, settlements.isEmpty() ? Set.of() : settlement.settle(settlements));
    }

    private static List<String> ids(Map<NeedId, Optional<Wanted>> open) {
        return open.keySet().stream().map(NeedId::value).toList();
    }

    private static List<PoolId> poolsOf(List<AidService> services, Instant now) {
        return services.stream().map(service -> service.pool(now)).toList();
    }

    /**
     * What came of it.
     *
     * @param touched ids to publish
     * @param returned pools to which units came back
     */
    public record Outcome(Set<String> touched, Set<PoolId> returned) {}

    /** A unit that the grid here did not know when its case was heard of may be known by now. */
    private Optional<Wanted> located(Optional<Wanted> heard, @Nullable Stored<AidRecord> stored) {
        Wanted known = stored == null ? null : stored.state().wanted();
        if (heard.isPresent() || known == null || !known.ancestors().isEmpty()) {
            return heard;
        }
        return Optional.of(known.at(ancestors.pathUp(known.unit())));
    }

    /** Asks for the facts of all needs that cannot be matched without; at most once for a batch. */
    private void ask(
            Map<NeedId, Optional<Wanted>> open,
            Map<String, Stored<AidRecord>> stored,
            List<AidService> relevant,
            Map<NeedId, HouseholdFacts> facts) {
        Set<Fact> needed = EnumSet.noneOf(Fact.class);
        Set<NeedId> needs = new HashSet<>();
        open.forEach((need, heard) -> {
            AidRecord record = Relevance.hearing(need, heard, stored.get(need.value()));
            Wanted wanted = record.wanted();
            if (wanted == null || !ReferralRules.isToBeMatched(record) || needs.size() == FactsDesk.MOST_NEEDS) {
                return;
            }
            Set<Fact> forThis = Matcher.factsNeeded(new Matcher.Asked(wanted.kinds(), wanted.ancestors()), relevant);
            if (!forThis.isEmpty()) {
                needs.add(need);
                needed.addAll(forThis);
            }
        });
        if (!needs.isEmpty()) {
            facts.putAll(factsDesk.factsOf(needs, needed));
        }
    }

    private Aggregates.Pending<AidRecord, AidEvent> decide(
            NeedId need,
            Optional<Wanted> heard,
            @Nullable Stored<AidRecord> stored,
            Supply supply,
            Map<NeedId, HouseholdFacts> facts) {
        AidRecord current = stored == null ? null : stored.state();
        Decision<AidRecord, AidEvent, AidRecord> decision = rules.advance(need, current, heard.orElse(null), supply,
                facts);
        Wanted wanted = decision.answer().wanted();
        Wanted latest = heard.orElse(wanted);
        Cause cause = latest == null
                ? new Cause("need-" + need, null)
                : new Cause(latest.correlationId(), latest.traceparent());
        return new Aggregates.Pending<>(need.value(), Optional.ofNullable(stored), cause, decision);
    }

    /** Pools first, then needs; returns the needs to decide again. */
    private Set<String> write(List<Aggregates.Pending<AidRecord, AidEvent>> pending, Supply supply) {
        Set<PoolId> lost = pools.write(supply.changed());
        Set<String> conflicts = new HashSet<>();
        List<Aggregates.Pending<AidRecord, AidEvent>> writable = new ArrayList<>();
        for (Aggregates.Pending<AidRecord, AidEvent> one : pending) {
            AidRecord after = one.decision().after();
            Holds.Reservation live = after == null ? null : after.holds().live();
            if (live != null && isNew(one, live) && lost.contains(PoolId.parse(live.pool()))) {
                conflicts.add(one.id());
            } else if (one.decision().writes()) {
                writable.add(one);
            }
        }
        conflicts.addAll(records.write(writable));
        return conflicts;
    }

    private static boolean isNew(Aggregates.Pending<AidRecord, AidEvent> one, Holds.Reservation live) {
        return one.read().map(read -> read.state().holds().counted() < live.attempt()).orElse(true);
    }

    /** The hold that ended with this decision. */
    private static Optional<Settlement.Due> ended(Aggregates.Pending<AidRecord, AidEvent> one) {
        AidRecord after = one.decision().after();
        Holds.Reservation before = one.read().map(read -> read.state().holds().live()).orElse(null);
        if (after == null || before == null) {
            return Optional.empty();
        }
        Holds.Verdict verdict = after.holds().verdict(before.attempt(), before.pool());
        return verdict == Holds.Verdict.LIVE
                ? Optional.empty()
                : Optional.of(new Settlement.Due(
                        PoolId.parse(before.pool()), new HoldId(after.need(), before.attempt()), verdict));
    }
}
