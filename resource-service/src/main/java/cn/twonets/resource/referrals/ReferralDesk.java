package cn.twonets.resource.referrals;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.AidEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.capacity.HoldId;
import cn.twonets.resource.capacity.PoolId;
import cn.twonets.resource.catalogue.AidServices;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
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
        Instant now = clock.instant();
        Optional<Stored<AidRecord>> visible = queries.askedOf(provider, need);
        if (visible.isEmpty()) {
            return new ActResult.Unknown();
        }
        Instant deliveryDueAt = workingDays.after(now, deliveryDays(visible.get().state()));
        Changed<AidRecord, ActResult> changed = records.change(
                need.value(),
                new Change<>(cause, key, seen,
                        current -> ReferralActs.decide(current, provider, attempt, act, now, deliveryDueAt)),
                Publish.SOON);
        return switch (changed) {
            case Changed.Repeated<AidRecord, ActResult> repeated -> new ActResult.Done(repeated.stored().state());
            case Changed.KeyReused<AidRecord, ActResult> reused -> new ActResult.KeyReused();
            case Changed.Stale<AidRecord, ActResult> stale -> new ActResult.Stale(stale.stored().order().sequence());
            case Changed.Decided<AidRecord, ActResult> decided -> {
                if (decided.answer() instanceof ActResult.Done done && decided.written()) {
                    follow(done.record(), act);
                }
                yield decided.answer();
            }
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

    private void follow(AidRecord record, ReferralAct act) {
        Holds holds = record.holds();
        List<Settlement.Due> due = new ArrayList<>();
        switch (act) {
            case ReferralAct.Accept accept -> {
            }
            case ReferralAct.Decline decline -> due.add(due(record, holds.lastReleased(), Holds.Verdict.RELEASE));
            case ReferralAct.Deliver deliver -> due.add(
                    due(record, holds.delivered().getLast(), Holds.Verdict.CONFIRM));
        }
        Set<PoolId> returned = settlement.settle(due);
        if (act instanceof ReferralAct.Decline && record.placement().ordinal() > record.answered()) {
            publishAfterwards(advancement.advance(List.of(record.need())));
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

    private int deliveryDays(AidRecord record) {
        return services.all().stream()
                .filter(service -> record.referral() != null && service.id().equals(record.referral().service()))
                .map(service -> service.terms().deliveryDays())
                .findFirst()
                .orElse(DELIVERY_DAYS);
    }
}
