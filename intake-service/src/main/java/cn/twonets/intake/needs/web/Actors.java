package cn.twonets.intake.needs.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.conditional.ETags;
import cn.twonets.api.conditional.IfMatch;
import cn.twonets.api.idempotency.ActKey;
import cn.twonets.api.web.RequestCause;
import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.events.NeedId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Scope;
import cn.twonets.intake.needs.NeedDesk;
import java.time.Clock;

/** Turns who calls into who acts. */
public final class Actors {
    private final GridDirectory grid;
    private final Clock clock;

    public Actors(GridDirectory grid, Clock clock) {
        this.grid = grid;
        this.clock = clock;
    }

    /** What the caller may see now, as the grid has it. */
    Scope scope(Caller caller) {
        return grid.scopeOf(caller.post(), clock.instant());
    }

    NeedDesk.Actor actor(Caller caller, RequestCause cause) {
        return new NeedDesk.Actor(caller.post(), scope(caller), new Cause(cause.correlationId(), cause.traceparent()));
    }

    NeedDesk.Acting acting(NeedId need, Caller caller, ActKey key, IfMatch ifMatch, RequestCause cause) {
        return new NeedDesk.Acting(need, actor(caller, cause), new Act(key.key(), key.bodyHash()),
                sequence -> ifMatch.allows(ETags.of(sequence)));
    }
}
