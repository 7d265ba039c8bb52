package cn.twonets.dispatch.grid.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.events.GridCode;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Scope;
import java.time.Clock;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What of the grid a caller sees: posts of the grid by appointment, offices of the county all of it. */
@Component
class GridScope {
    private final GridDirectory directory;
    private final Clock clock;

    GridScope(GridDirectory directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** For reading. */
    Scope reader(Caller caller) {
        caller.require(Role.GRID_MEMBER, Role.GRID_LEADER, Role.ASSISTANCE_OFFICE, Role.SUPERVISOR, Role.OPERATOR);
        return scope(caller);
    }

    /** For changing the grid. */
    Scope office(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE);
        return scope(caller);
    }

    /** The unit; one outside the scope does not exist. */
    GridUnit unit(Caller caller, String code) {
        Scope scope = reader(caller);
        GridTree tree = directory.tree();
        try {
            return tree.unit(new GridCode(code))
                    .filter(unit -> scope.covers(tree, unit.code()))
                    .orElseThrow(Refusal::notFound);
        } catch (IllegalArgumentException noCode) {
            throw Refusal.notFound();
        }
    }

    private Scope scope(Caller caller) {
        return caller.has(Role.ASSISTANCE_OFFICE) || caller.has(Role.SUPERVISOR) || caller.has(Role.OPERATOR)
                ? new Scope(caller.post(), Set.of(directory.tree().top().code()))
                : directory.scopeOf(caller.post(), clock.instant());
    }
}
