package cn.twonets.resource.referrals.web;

import cn.twonets.api.bulk.ItemResult;
import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.resource.referrals.ActResult;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import cn.twonets.resource.referrals.ReferralAct;
import cn.twonets.resource.referrals.ReferralDesk;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Does one act for a caller, and tells refusals as problems; used singly and in bulk. */
@Component
class ReferralActions {
    /** What can be the number of a telephone, an identity card or an account: the reference is published. */
    private static final Pattern PERSONAL = Pattern.compile("(?<!\\d)1[3-9]\\d{9}(?!\\d)|\\d{15}");
    /** Why a provider may refuse. */
    static final Set<String> REASONS = Set.of("no-capacity", "not-eligible", "outside-area", "review-failed",
            "duplicate-aid", "documents-missing", "household-declined", "other");
    /** A reference of the department's own; nothing that anybody might take for an address. */
    private static final Pattern EVIDENCE = Pattern.compile("(?!.*//)[A-Za-z0-9._:/-]{1,64}");

    private final ReferralDesk desk;
    private final AidRecords records;
    private final Reach reach;

    ReferralActions(ReferralDesk desk, AidRecords records, Reach reach) {
        this.desk = desk;
        this.records = records;
        this.reach = reach;
    }

    /** The referral after the act. */
    ReferralView act(Caller caller, String id, ActKey key, IfMatch condition, ReferralAct act) {
        caller.require(Role.DEPARTMENT);
        ReferralKey referral = ReferralKey.parse(id);
        ProviderId provider = reach.providerOf(caller);
        RequestCause cause = RequestCause.current();
        ActResult result = desk.act(referral.need(), referral.attempt(), provider, act,
                new Cause(cause.correlationId(), cause.traceparent()),
                new Act(key.key(), key.bodyHash()),
                seen(provider, referral, key, condition));
        return told(result, id, provider);
    }

    /**
     * One of several acts.
     *
     * @param id the referral's, as the caller names it
     */
    record Item(String id, ReferralKey referral, ActKey key, ReferralAct act) {}

    /** Does them all at once; none names a need twice. */
    List<ItemResult<ReferralView>> act(Caller caller, List<Item> items) {
        caller.require(Role.DEPARTMENT);
        ProviderId provider = reach.providerOf(caller);
        RequestCause cause = RequestCause.current();
        Map<NeedId, ActResult> results = desk.act(provider,
                items.stream().map(item -> new ReferralDesk.Order(item.referral().need(), item.referral().attempt(),
                        item.act(), new Act(item.key().key(), item.key().bodyHash()), null)).toList(),
                new Cause(cause.correlationId(), cause.traceparent()));
        return items.stream().map(item -> {
            try {
                return ItemResult.done(item.id(), told(results.get(item.referral().need()), item.id(), provider));
            } catch (Refusal refusal) {
                return ItemResult.<ReferralView>rejected(item.id(), refusal);
            }
        }).toList();
    }

    private static ReferralView told(ActResult result, String id, ProviderId provider) {
        return switch (result) {
            case ActResult.Done done -> view(done.record(), provider);
            case ActResult.Unknown unknown -> throw Refusal.notFound();
            case ActResult.NotCurrent moved -> throw Refusal.of(ReferralProblem.NOT_CURRENT, id);
            case ActResult.NotAllowed not -> throw Refusal.of(
                    ReferralProblem.NOT_ALLOWED, ReferralView.word(not.status()));
            case ActResult.Stale stale -> throw IfMatch.stale();
            case ActResult.KeyReused reused -> throw ActKey.reused();
        };
    }

    /** @throws Refusal 422 if the reason is not a known code */
    ReferralAct.Decline decline(Caller caller, String reason) {
        if (!REASONS.contains(reason)) {
            throw Refusal.of(ReferralProblem.INVALID).field("/reason", "unknown-reason");
        }
        return new ReferralAct.Decline(caller.post(), reason);
    }

    /** @throws Refusal 422 if the evidence is not a reference code */
    ReferralAct.Deliver deliver(Caller caller, String evidence) {
        if (!EVIDENCE.matcher(evidence).matches() || PERSONAL.matcher(evidence).find()) {
            throw Refusal.of(ReferralProblem.INVALID).field("/evidence", "not-a-reference");
        }
        return new ReferralAct.Deliver(caller.post(), evidence);
    }

    private static ReferralView view(AidRecord record, ProviderId provider) {
        return ReferralView.of(record, Optional.of(provider)).orElseThrow(Refusal::notFound);
    }

    /** The sequence that the caller's condition names; a repeat of a done act needs none. */
    private @Nullable Long seen(ProviderId provider, ReferralKey referral, ActKey key, IfMatch condition) {
        if (condition.tags().isEmpty()) {
            return null;
        }
        return records.askedOf(provider, referral.need())
                .filter(stored -> stored.acts().stream().noneMatch(act -> act.key().equals(key.key())))
                .map(stored -> {
                    condition.require(stored.order().sequence());
                    return stored.order().sequence();
                })
                .orElse(null);
    }
}
