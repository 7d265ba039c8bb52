package cn.twonets.grid;

import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The rule of responsibility: at each level leader, then deputy, then acting, then (at group level) member; else the
 * next level up; at the top the city desk. Several holders of one capacity are taken by date of appointment, then id.
 */
final class Responsibility {
    private static final Comparator<GridState.Appointment> BY_DATE = Comparator
            .comparing(GridState.Appointment::validFrom)
            .thenComparing(GridState.Appointment::id);

    private final GridTree tree;
    private final Function<GridCode, List<GridState.Appointment>> appointmentsAt;
    private final Instant at;
    private final List<Tried> tried = new ArrayList<>();

    Responsibility(GridTree tree, Function<GridCode, List<GridState.Appointment>> appointmentsAt, Instant at) {
        this.tree = tree;
        this.appointmentsAt = appointmentsAt;
        this.at = at;
    }

    /** Climbs from the unit; units below the handling level are passed over. */
    Route from(GridCode from, GridLevel handlingLevel) {
        return climb(start(from), handlingLevel);
    }

    /** Climbs from the unit above; the city has none above and keeps it. What stands for an ended unit may be above. */
    Route above(GridCode unit) {
        GridUnit start = start(unit);
        boolean higherAlready = tree.unit(unit).map(known -> start.level().compareTo(known.level()) < 0).orElse(true);
        GridUnit above = higherAlready || start.parent() == null ? start : tree.unit(start.parent()).orElseThrow();
        return climb(above, GridLevel.GROUP);
    }

    private GridUnit start(GridCode from) {
        GridUnit stands = tree.standingFor(from, at).orElse(null);
        if (stands == null) {
            tried.add(new Tried(from, null, null, null, "unknown-unit"));
            return tree.top();
        }
        if (!stands.code().equals(from)) {
            tree.unit(from).ifPresent(old -> tried.add(Tried.unit(old, "replaced")));
        }
        return stands;
    }

    private Route climb(GridUnit start, GridLevel handlingLevel) {
        for (GridCode code : tree.pathUp(start.code())) {
            GridUnit unit = tree.unit(code).orElseThrow();
            if (unit.level().ordinal() > handlingLevel.ordinal()) {
                tried.add(Tried.unit(unit, "below-handling-level"));
                continue;
            }
            GridState.Appointment holder = holder(unit);
            if (holder != null) {
                return new Route(new Responsible(code, unit.level(), holder.post(), holder.capacity()), tried);
            }
        }
        GridUnit top = tree.top();
        PostId desk = cityDesk(tree);
        tried.add(new Tried(top.code(), top.level(), desk, PostCapacity.ACTING, Tried.LAST_RESORT));
        return new Route(new Responsible(top.code(), top.level(), desk, PostCapacity.ACTING), tried);
    }

    private GridState.@org.jspecify.annotations.Nullable Appointment holder(GridUnit unit) {
        Map<PostCapacity, List<GridState.Appointment>> byCapacity = new EnumMap<>(PostCapacity.class);
        appointmentsAt.apply(unit.code())
                .forEach(
                        one -> byCapacity.computeIfAbsent(one.capacity(), capacity -> new ArrayList<>()).add(one));
        boolean held = false;
        for (Map.Entry<PostCapacity, List<GridState.Appointment>> entry : byCapacity.entrySet()) {
            boolean candidates = entry.getKey() != PostCapacity.MEMBER || unit.level() == GridLevel.GROUP;
            for (GridState.Appointment one : worthNaming(entry.getValue())) {
                if (!candidates) {
                    tried.add(Tried.post(unit, one, "member-not-at-this-level"));
                    continue;
                }
                String reason = reason(one);
                tried.add(Tried.post(unit, one, reason));
                if (reason.equals(Tried.CHOSEN)) {
                    return one;
                }
                held |= reason.equals("on-leave");
            }
        }
        if (!held) {
            tried.add(Tried.unit(unit, "vacant"));
        }
        return null;
    }

    /** All that last or are to come, by date; of those that ended only the last, so that explanations stay short. */
    private List<GridState.Appointment> worthNaming(List<GridState.Appointment> all) {
        List<GridState.Appointment> named = new ArrayList<>();
        all.stream()
                .filter(this::hasEnded)
                .max(Comparator.comparing(GridState.Appointment::validTo).thenComparing(GridState.Appointment::id))
                .ifPresent(named::add);
        all.stream().filter(one -> !hasEnded(one)).sorted(BY_DATE).forEach(named::add);
        return named;
    }

    private String reason(GridState.Appointment one) {
        if (one.isPresent(at)) {
            return Tried.CHOSEN;
        }
        if (hasEnded(one)) {
            return "ended";
        }
        return at.isBefore(one.validFrom()) ? "not-yet" : "on-leave";
    }

    private boolean hasEnded(GridState.Appointment one) {
        return one.validTo() != null && !at.isBefore(one.validTo());
    }

    /** The desk that keeps what nobody else can. */
    static PostId cityDesk(GridTree tree) {
        return new PostId("city-desk:" + tree.top().code());
    }
}
