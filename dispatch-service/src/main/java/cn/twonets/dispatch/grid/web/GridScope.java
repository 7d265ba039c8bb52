package cn.twonets.dispatch.grid.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.events.GridCode;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Scope;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What of the grid a caller sees: by its appointments of the moment, which for offices of the county are all of it. */
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

    /**
     * For replacing the grid: whoever looks after all of it. Where no grid is yet, nobody can have been appointed, and the
     * role is enough; so it is for an office that was never appointed here, since a grid may have been imported without
     * it and nobody could ever mend that.
     *
     * @throws Refusal 403 without the role, or if the caller's appointment has ended
     */
    void requireImporter(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE);
        refuseFormer(caller);
    }

    /**
     * For reading what was imported.
     *
     * @throws Refusal as for importing, and other roles may read it too
     */
    void requireImportReader(Caller caller) {
        caller.require(Role.ASSISTANCE_OFFICE, Role.SUPERVISOR, Role.OPERATOR);
        refuseFormer(caller);
    }

    private void refuseFormer(Caller caller) {
        if (directory.isReady() && directory.appointments().stream().anyMatch(one -> one.post().equals(caller.post()))
                && !seesAll(caller)) {
            throw Refusal.of(StandardProblem.FORBIDDEN);
        }
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
