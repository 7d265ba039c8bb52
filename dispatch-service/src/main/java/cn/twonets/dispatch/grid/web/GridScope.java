package cn.twonets.dispatch.grid.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.dispatch.grid.FirstOffice;
import cn.twonets.events.GridCode;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridNotReadyException;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Scope;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What of the grid a caller sees: by its appointments of the moment, which for offices of the county are all of it. */
@Component
class GridScope {
    private final GridDirectory directory;
    private final FirstOffice firstOffice;
    private final Clock clock;

    GridScope(GridDirectory directory, FirstOffice firstOffice, Clock clock) {
        this.directory = directory;
        this.firstOffice = firstOffice;
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

    /**
     * For replacing the grid: whoever looks after all of it, and the first office, which nobody has appointed yet.
     *
     * @throws Refusal 403 without the role, or without either
     * @throws GridNotReadyException as long as this is not known
     */
    void requireImporter(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE);
        requireInCharge(caller);
    }

    /**
     * For reading what was imported.
     *
     * @throws Refusal as for importing, and other roles may read it too
     */
    void requireImportReader(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE, Role.SUPERVISOR, Role.OPERATOR);
        requireInCharge(caller);
    }

    private void requireInCharge(Caller caller) {
        if (!directory.isCaughtUp()) {
            // who was appointed, and whose appointment has ended, is not known yet
            throw new GridNotReadyException();
        }
        boolean inCharge = directory.isReady() && seesAll(caller)
                || firstOffice.is(caller.post()) && !wasAppointed(caller.post());
        if (!inCharge) {
            throw Refusal.of(StandardProblem.FORBIDDEN);
        }
    }

    /** An office whose appointment has ended is no first office any more. */
    private boolean wasAppointed(PostId post) {
        return directory.appointments().stream().anyMatch(one -> one.post().equals(post));
    }

    private boolean seesAll(Caller caller) {
        return scope(caller).units().contains(directory.tree().top().code());
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
        return directory.scopeOf(caller.post(), clock.instant());
    }
}
