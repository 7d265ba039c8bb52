package cn.twonets.resource.referrals.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.delivery.Stored;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.ProviderId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.resource.catalogue.Clerks;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.resource.referrals.AidRecords;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What a caller may see: departments what their provider was asked, everybody else what happens in the units of
 * their appointments, which for the offices of the county is all of it. Looked up here and put into the query; never
 * taken from the call.
 */
@Component
class Reach {
    private final Clerks clerks;
    private final GridDirectory grid;
    private final AidRecords records;
    private final Clock clock;

    Reach(Clerks clerks, GridDirectory grid, AidRecords records, Clock clock) {
        this.clerks = clerks;
        this.grid = grid;
        this.records = records;
        this.clock = clock;
    }

    /** One record as the caller may see it, and for which provider; no provider means all of it. */
    record Seen(Stored<AidRecord> stored, Optional<ProviderId> only) {}

    /** @throws Refusal 403 without a role that may see referrals, 404 outside the caller's scope */
    Seen referral(Caller caller, NeedId need) {
        caller.require(Role.DEPARTMENT, Role.GRID_MEMBER, Role.GRID_LEADER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
        if (caller.has(Role.DEPARTMENT)) {
            ProviderId provider = providerOf(caller);
            return new Seen(records.askedOf(provider, need).orElseThrow(Refusal::notFound), Optional.of(provider));
        }
        return new Seen(records.within(units(caller), need).orElseThrow(Refusal::notFound), Optional.empty());
    }

    /** @throws Refusal 403 without a role that may see matches, 404 outside the caller's scope */
    Stored<AidRecord> match(Caller caller, NeedId need) {
        caller.require(Role.GRID_MEMBER, Role.GRID_LEADER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR);
        return records.within(units(caller), need).orElseThrow(Refusal::notFound);
    }

    /** @throws Refusal 404 if the caller's appointments do not reach over the whole county */
    void requireWholeCounty(Caller caller) {
        if (!units(caller).contains(grid.tree().top().code())) {
            throw Refusal.notFound();
        }
    }

    /** @throws Refusal 404 if the caller acts for nobody */
    ProviderId providerOf(Caller caller) {
        return clerks.actsFor(caller.post()).orElseThrow(Refusal::notFound);
    }

    private Set<GridCode> units(Caller caller) {
        return grid.scopeOf(caller.post(), clock.instant()).units();
    }
}
