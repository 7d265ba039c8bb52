package cn.twonets.dispatch.grid.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.paging.Cursor;
import cn.twonets.api.paging.Page;
import cn.twonets.api.paging.PageRequest;
import cn.twonets.dispatch.grid.CoverageGap;
import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Route;
import cn.twonets.grid.Tried;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The grid as people read it: units, who is responsible for them and why, and what is left uncovered. */
@RestController
class GridUnitController {
    private final GridDirectory directory;
    private final GridScope scope;
    private final Clock clock;

    GridUnitController(GridDirectory directory, GridScope scope, Clock clock) {
        this.directory = directory;
        this.scope = scope;
        this.clock = clock;
    }

    /**
     * A unit.
     *
     * @param ancestors the units above, the nearest first
     * @param version of the tree
     */
    record UnitView(
            GridCode code,
            String name,
            GridLevel level,
            @Nullable GridCode parent,
            List<GridCode> ancestors,
            Instant validFrom,
            @Nullable Instant validTo,
            List<GridCode> replacedBy,
            long version) {

        static UnitView of(GridUnit unit, GridTree tree) {
            List<GridCode> path = tree.pathUp(unit.code());
            return new UnitView(unit.code(), unit.name(), unit.level(), unit.parent(), path.subList(1, path.size()),
                    unit.validFrom(), unit.validTo(), unit.replacedBy(), tree.version());
        }
    }

    /**
     * Who is responsible.
     *
     * @param tried every candidate and why it was chosen or passed over
     * @param lastResort whether nobody was found, so that the city desk keeps it
     */
    record RouteView(Responsible found, List<Tried> tried, boolean lastResort) {}

    @GetMapping("/api/v1/grid-units/{code}")
    UnitView unit(Caller caller, @PathVariable String code) {
        return UnitView.of(scope.unit(caller, code), directory.tree());
    }

    @GetMapping("/api/v1/grid-units/{code}/children")
    Page<UnitView> children(Caller caller, PageRequest page, @PathVariable String code) {
        GridTree tree = directory.tree();
        List<GridUnit> children = tree.children(scope.unit(caller, code).code());
        return page(children, page, GridUnit::code, unit -> UnitView.of(unit, tree));
    }

    @GetMapping("/api/v1/grid-units/{code}/appointments")
    Page<AppointmentView> appointments(Caller caller, PageRequest page, @PathVariable String code) {
        return page(directory.appointmentsAt(scope.unit(caller, code).code()), page, one -> one.id(),
                AppointmentView::of);
    }

    /** @param level the lowest level that may handle it; the unit's own where absent */
    @GetMapping("/api/v1/grid-units/{code}/responsible")
    RouteView responsible(
            Caller caller,
            @PathVariable String code,
            @RequestParam(required = false) @Nullable GridLevel level) {
        GridUnit unit = scope.unit(caller, code);
        Route route = directory.responsible(unit.code(), level == null ? unit.level() : level, clock.instant());
        return new RouteView(route.found(), route.tried(), route.isLastResort());
    }

    @GetMapping("/api/v1/coverage-gaps")
    Page<CoverageGap> gaps(
            Caller caller,
            PageRequest page,
            @RequestParam(required = false) CoverageGap.@Nullable Kind kind,
            @RequestParam(required = false) @Nullable GridLevel level) {
        List<CoverageGap> gaps = CoverageGap.within(directory, scope.reader(caller), clock.instant())
                .stream()
                .filter(gap -> (kind == null || gap.kind() == kind) && (level == null || gap.level() == level))
                .toList();
        return page(gaps, page, CoverageGap::unit, Function.identity());
    }

    /** A page of a list in memory, in the order of the keys. */
    private static <S, T, K extends Comparable<K>> Page<T> page(
            List<S> all,
            PageRequest page,
            Function<S, K> key,
            Function<S, T> view) {
        String after = page.after(1).map(cursor -> cursor.part(0)).orElse("");
        List<S> found = all.stream()
                .sorted(Comparator.comparing(key))
                .filter(one -> key.apply(one).toString().compareTo(after) > 0)
                .limit(page.limit() + 1L)
                .toList();
        return Page.of(found, page, one -> Cursor.of(key.apply(one).toString()), view);
    }
}
