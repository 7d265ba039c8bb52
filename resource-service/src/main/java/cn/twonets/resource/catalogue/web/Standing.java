package cn.twonets.resource.catalogue.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.GridCode;
import cn.twonets.events.ProviderId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.resource.catalogue.Clerks;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a caller stands for at this moment: a provider, or units of the grid. A role alone opens nothing. */
@Component
class Standing {
    private final Clerks clerks;
    private final GridDirectory grid;
    private final Clock clock;

    Standing(Clerks clerks, GridDirectory grid, Clock clock) {
        this.clerks = clerks;
        this.grid = grid;
        this.clock = clock;
    }

    /** The provider for which a department's caller acts; empty if for none. */
    Optional<ProviderId> provider(Caller caller) {
        return clerks.actsFor(caller.post());
    }

    /** Whether the caller looks after the whole county. */
    boolean overseesCounty(Caller caller) {
        return units(caller).contains(grid.tree().top().code());
    }

    /** @throws Refusal 404 unless the caller looks after the whole county */
    void requireWholeCounty(Caller caller) {
        if (!overseesCounty(caller)) {
            throw Refusal.notFound();
        }
    }

    /** Whether the caller works with this county's aid at all: for a provider, or in any unit. */
    boolean isAnybody(Caller caller) {
        return caller.has(Role.DEPARTMENT) ? provider(caller).isPresent() : !units(caller).isEmpty();
    }

    private Set<GridCode> units(Caller caller) {
        return grid.scopeOf(caller.post(), clock.instant()).units();
    }
}
