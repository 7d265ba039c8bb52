package cn.twonets.simulation;

import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.Categories;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState.Appointment;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.simulation.checks.Oracle;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** I8 and I9: who is responsible, by what the deciding instance had heard, and when a case may go up. */
final class GridJudge {
    private static final Duration TOLERANCE = Duration.ofSeconds(30);
    static final Categories CATEGORIES = CategoriesReader.starter();

    private final World world;
    private final BiConsumer<String, String> violation;
    private final Oracle oracle;

    GridJudge(World world, BiConsumer<String, String> violation) {
        this.world = world;
        this.violation = violation;
        this.oracle = new Oracle(world.county::unit, County.CITY);
    }

    void told(@Nullable CaseState before, CaseEvent happened, CaseState after, AidCase whole) {
        switch (happened) {
            case CaseEvent.Assigned one -> assigned(before, after, whole);
            case CaseEvent.Unroutable one -> assigned(before, after, whole);
            case CaseEvent.Escalated one -> {
                Instant due = before.dueAt();
                if (one.by() == null && (due == null || due.isAfter(world.now.plus(TOLERANCE)))) {
                    violation.accept("I8", "case " + after.need() + " is escalated at " + world.now + ", due is "
                            + due);
                }
                up(before, after, whole);
            }
            case CaseEvent.Reopened one -> up(before, after, whole);
            case CaseEvent.Returned one -> {
                Instant at = at(whole);
                require(posts -> arbiter(before.responsible().unit(), one, posts, at), after);
            }
            case CaseEvent.Arbitrated one -> {
                GridCode named = whole.routes().getLast().from();
                if (!world.county.pathUp(named).contains(before.responsible().unit())) {
                    violation.accept("I9", "case " + after.need() + " is sent to " + named + ", outside of "
                            + before.responsible().unit());
                }
                require(from(named, at(whole)), after);
            }
            default -> {
                if (before != null && after.responsible() != null && !after.responsible().equals(before
                        .responsible())) {
                    violation.accept("I9", "case " + after.need() + " changes hands by " + happened);
                }
            }
        }
    }

    private void assigned(@Nullable CaseState before, CaseState after, AidCase whole) {
        if (before == null) {
            GridLevel handledAt = CATEGORIES.find(after.category()).orElseThrow().at(after.urgency()).orElseThrow()
                    .handledAt();
            RouteTaken first = whole.routes().getFirst();
            require(posts -> oracle.from(after.unit(), handledAt, posts, first.at()), after);
        } else {
            GridCode unit = before.responsible().unit();
            require(from(unit, at(whole)), after);
        }
    }

    private void up(CaseState before, CaseState after, AidCase whole) {
        Instant at = at(whole);
        Function<Collection<Appointment>, Responsible> above = posts -> oracle.above(before.responsible().unit(),
                posts, at);
        Responsible actual = after.responsible();
        if (actual != null && heard().stream().map(above).allMatch(one -> actual.level().compareTo(one.level()) < 0)) {
            violation.accept("I8", "case " + after.need() + " goes from " + before.responsible() + " to " + actual
                    + ", past " + above.apply(heard().getLast()));
        }
        require(above, after);
    }

    private Function<Collection<Appointment>, Responsible> from(GridCode unit, Instant at) {
        return posts -> oracle.from(unit, world.county.unit(unit).level(), posts, at);
    }

    /** News may come between the decision and its write: what was known at any time in between may be its ground. */
    private void require(Function<Collection<Appointment>, Responsible> expected, CaseState after) {
        if (heard().stream().map(expected).noneMatch(one -> Objects.equals(one, after.responsible()))) {
            violation.accept("I9", "case " + after.need() + " is with " + after.responsible() + ", should be with "
                    + expected.apply(heard().getLast()));
        }
    }

    /** What the instance had heard when it began what it does, and after each piece of news since. */
    private List<Collection<Appointment>> heard() {
        Operation operation = world.operation();
        List<Map<AppointmentId, Appointment>> all = operation.instance.heardPosts;
        return all.subList(operation.newsHeard - 1, all.size()).stream().map(Map::values).toList();
    }

    /** When the decision looked at the grid: between the beginning of what is being done and now. */
    private Instant at(AidCase whole) {
        Instant at = whole.routes().getLast().at();
        Operation operation = world.operation();
        if (at.isBefore(operation.began.plus(operation.instance.skew).minusMillis(1))
                || at.isAfter(world.now.plus(operation.instance.skew).plusMillis(1))) {
            violation.accept("I9", "case " + whole.id() + " was decided at " + at + ", which is not now");
        }
        return at;
    }

    /** The next leader above both who is not the one that asked; null, as which nobody can be, if there is none. */
    private @Nullable Responsible arbiter(GridCode from, CaseEvent.Returned asked, Collection<Appointment> posts,
            Instant at) {
        List<GridCode> others = world.county.pathUp(asked.proposedOwner());
        for (GridCode step : world.county.pathUp(from).stream().skip(1).toList()) {
            Responsible there = oracle.from(step, world.county.unit(step).level(), posts, at);
            if (others.indexOf(step) > 0 && !there.post().equals(asked.by())) {
                return there;
            }
        }
        return null;
    }
}
