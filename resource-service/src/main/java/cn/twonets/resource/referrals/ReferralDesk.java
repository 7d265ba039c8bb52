package cn.twonets.resource.referrals;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.catalogue.AidServices;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Acts of providers on referrals, and what follows from them. */
public final class ReferralDesk {
    private static final int DELIVERY_DAYS = 20;

    private final Aggregates<AidRecord, AidEvent> records;
    private final AidRecords queries;
    private final Advancement advancement;
    private final Queue queue;
    private final Settlement settlement;
    private final AidServices services;
    private final WorkingDays workingDays;
    private final Clock clock;
    private final Executor afterwards;

    /** @param afterwards sends what follows from an act, after the caller has been answered */
    public ReferralDesk(
            Aggregates<AidRecord, AidEvent> records,
            AidRecords queries,
            Advancement advancement,
            Queue queue,
            Settlement settlement,
            AidServices services,
            WorkingDays workingDays,
            Clock clock,
            Executor afterwards) {
        this.records = records;
        this.queries = queries;
        this.advancement = advancement;
        this.queue = queue;
        this.settlement = settlement;
        this.services = services;
        this.workingDays = workingDays;
        this.clock = clock;
        this.afterwards = afterwards;
    }

    /**
     * One act on one referral.
     *
     * @param provider for whom the caller acts
     * @param attempt the referral that the caller means, so that a late click on an old offer is refused
     * @param key idempotency of the act; null if the caller gave none
     * @param seen the sequence that the caller saw; null if the caller did not say
     */
    public ActResult act(
            NeedId need,
            int attempt,
            ProviderId provider,
            ReferralAct act,
            Cause cause,
            @Nullable Act key,
            @Nullable Long seen) {
        return act(provider, List.of(new Order(need, attempt, act, key, seen)), cause).get(need);
    }

    /**
     * One of several acts of a provider.
     *
     * @param attempt the referral that the caller means
     * @param key idempotency of the act; null if the caller gave none
     * @param seen the sequence that the caller saw; null if the caller did not say
     */
    public record Order(NeedId need, int attempt, ReferralAct act, @Nullable Act key, @Nullable Long seen) {
        private boolean accepts() {
            return act instanceof ReferralAct.Accept;
        }
    }

    /**
     * Acts on many referrals at once, each answered for itself: all are read, written and settled together.
     *
     * @param provider for whom the caller acts
     * @param orders no need twice
     */
    public Map<NeedId, ActResult> act(ProviderId provider, Collection<Order> orders, Cause cause) {
        Instant now = clock.instant();
        Map<NeedId, Stored<AidRecord>> visible = queries.askedOf(
                provider, orders.stream().map(Order::need).toList());
        Map<AidServiceId, Integer> deliveryDays = orders.stream().anyMatch(Order::accepts)
                ? deliveryDays(visible.values())
                : Map.of();
        Map<String, Change<AidRecord, AidEvent, ActResult>> changes = new LinkedHashMap<>();
        Map<NeedId, ActResult> results = new LinkedHashMap<>();
        for (Order order : orders) {
            Stored<AidRecord> seen = visible.get(order.need());
            if (seen == null) {
                results.put(order.need(), new ActResult.Unknown());
                continue;
            }
            AidState.Referral referral = seen.state().referral();
            Instant deliveryDueAt = workingDays.after(now, referral == null
                    ? DELIVERY_DAYS
                    : deliveryDays.getOrDefault(referral.service(), DELIVERY_DAYS));
            changes.put(order.need().value(), new Change<>(cause, order.key(), order.seen(),
                    current -> ReferralActs.decide(
                            current, provider, order.attempt(), order.act(), now, deliveryDueAt)));
        }
        Map<String, Changed<AidRecord, ActResult>> changed = records.change(changes, Publish.SOON);
        List<Done> done = new ArrayList<>();
        orders.forEach(order -> {
            Changed<AidRecord, ActResult> one = changed.get(order.need().value());
            if (one != null) {
                results.put(order.need(), result(one));
                if (one instanceof Changed.Decided<AidRecord, ActResult> decided && decided.written()
                        && decided.answer() instanceof ActResult.Done made) {
                    done.add(new Done(made.record(), order.act()));
                }
            }
        });
        follow(done);
        return results;
    }

    private record Done(AidRecord record, ReferralAct act) {}

    private static ActResult result(Changed<AidRecord, ActResult> changed) {
        return switch (changed) {
            case Changed.Repeated<AidRecord, ActResult> repeated -> new ActResult.Done(repeated.stored().state());
            case Changed.KeyReused<AidRecord, ActResult> reused -> new ActResult.KeyReused();
            case Changed.Stale<AidRecord, ActResult> stale -> new ActResult.Stale(stale.stored().order().sequence());
            case Changed.Decided<AidRecord, ActResult> decided -> decided.answer();
        };
    }

    /** Capacity of a pool came back: needs that queue for it are tried again. */
    public void capacityCameBack(Collection<PoolId> pools) {
        publishAfterwards(queue.capacityCameBack(pools));
    }

    private void publishAfterwards(Set<String> touched) {
        if (!touched.isEmpty()) {
            afterwards.execute(() -> records.publish(touched));
        }
    }

    /** What the acts leave to do: holds to settle, the next candidates to ask, room for those who queue. */
    private void follow(Collection<Done> done) {
        List<Settlement.Due> due = new ArrayList<>();
        List<NeedId> declined = new ArrayList<>();
        done.forEach(one -> {
            AidRecord record = one.record();
            Holds holds = record.holds();
            switch (one.act()) {
                case ReferralAct.Accept accept -> {
                }
                case ReferralAct.Decline decline -> {
                    due.add(due(record, holds.lastReleased(), Holds.Verdict.RELEASE));
                    if (record.placement().ordinal() > record.answered()) {
                        declined.add(record.need());
                    }
                }
                case ReferralAct.Deliver deliver -> due.add(
                        due(record, holds.delivered().getLast(), Holds.Verdict.CONFIRM));
            }
        });
        Set<PoolId> returned = settlement.settle(due);
        if (!declined.isEmpty()) {
            publishAfterwards(advancement.advance(declined));
        }
        capacityCameBack(returned);
    }

    private static Settlement.Due due(
            AidRecord record, Holds.@Nullable Reservation reservation, Holds.Verdict verdict) {
        if (reservation == null) {
            throw new IllegalStateException("an ended referral of " + record.need() + " had reserved nothing");
        }
        return new Settlement.Due(PoolId.parse(reservation.pool()),
                new HoldId(record.need(), reservation.attempt()), verdict);
    }

    private Map<AidServiceId, Integer> deliveryDays(Collection<Stored<AidRecord>> asked) {
        Set<AidServiceId> offering = asked.stream()
                .map(record -> record.state().referral())
                .filter(Objects::nonNull)
                .map(AidState.Referral::service)
                .collect(Collectors.toSet());
        Map<AidServiceId, Integer> days = new HashMap<>();
        services.relevant(Set.of(), offering)
                .forEach(service -> days.put(service.id(), service.terms().deliveryDays()));
        return days;
    }
}
