package cn.twonets.grid;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The grid as this service knows it: one whole tree and all appointments, in memory. Fed with {@link #apply} by the
 * reader of the grid topic and, at once, by dispatch's own writes; repeats and late arrivals change nothing. Safe for
 * many threads; questions never wait.
 *
 * <p>A tree is used only when exactly the units that its activation names have arrived; until then the one before stays.
 */
public final class GridDirectory {
    private final Map<Long, Map<GridCode, GridState.Unit>> arrived = new HashMap<>();
    private final Map<AppointmentId, GridState.Appointment> appointments = new ConcurrentHashMap<>();
    private final Map<GridCode, List<GridState.Appointment>> byUnit = new ConcurrentHashMap<>();
    private final Map<PostId, List<GridState.Appointment>> byPost = new ConcurrentHashMap<>();
    private GridState.@Nullable Activation activation;
    private EventOrder active = EventOrder.NONE;
    private EventOrder refused = EventOrder.NONE;
    private volatile @Nullable GridTree tree;
    private volatile boolean caughtUp;

    /** A directory that knows all of this already. */
    public static GridDirectory of(Collection<? extends GridState> states) {
        GridDirectory directory = new GridDirectory();
        states.forEach(directory::apply);
        directory.caughtUp();
        return directory;
    }

    /** Whether there is a whole tree and everything that was on the topic when this service started has been read. */
    public boolean isReady() {
        return caughtUp && tree != null;
    }

    /** Whether everything that was known when this service started has been applied, be there a tree or not. */
    public boolean isCaughtUp() {
        return caughtUp;
    }

    /** Says that everything known when this service started has been applied. */
    public void caughtUp() {
        caughtUp = true;
    }

    /**
     * The tree in use.
     *
     * @throws GridNotReadyException if none has wholly arrived yet
     */
    public GridTree tree() {
        GridTree present = tree;
        if (present == null || !caughtUp) {
            throw new GridNotReadyException();
        }
        return present;
    }

    /**
     * A unit within a scope and its way up; asked of dispatch if this tree does not know it. One outside the scope is asked
     * for likewise, so that neither the answer nor the time it takes tells it from one that does not exist.
     */
    public Optional<UnitLookup.Known> unit(GridCode code, Scope scope, UnitLookup lookup) {
        GridTree present = tree();
        return present.unit(code)
                .map(unit -> new UnitLookup.Known(unit, present.pathUp(code)))
                .filter(known -> isWithin(known, scope))
                .or(() -> lookup.ask(code).filter(known -> isWithin(known, scope)));
    }

    private static boolean isWithin(UnitLookup.Known known, Scope scope) {
        return known.pathUp().stream().anyMatch(scope.units()::contains);
    }

    /**
     * Who is responsible for what happens in a unit.
     *
     * @param from where it happens, usually a household's group or village
     * @param handlingLevel the lowest level that may handle it
     * @param at when
     * @throws GridNotReadyException if the grid has not wholly arrived yet
     */
    public Route responsible(GridCode from, GridLevel handlingLevel, Instant at) {
        return new Responsibility(tree(), this::appointmentsAt, at).from(from, handlingLevel);
    }

    /**
     * Who is responsible one level above a unit, or higher where that is vacant; at the top, the top itself.
     *
     * @throws GridNotReadyException if the grid has not wholly arrived yet
     */
    public Route above(GridCode unit, Instant at) {
        return new Responsibility(tree(), this::appointmentsAt, at).above(unit);
    }

    /**
     * What a post may see: by its appointments at that time, leave or not. The city desk, which exists without any,
     * sees the city.
     *
     * @throws GridNotReadyException if the grid has not wholly arrived yet
     */
    public Scope scopeOf(PostId post, Instant at) {
        GridTree present = tree();
        Set<GridCode> units = new HashSet<>();
        for (GridState.Appointment one : byPost.getOrDefault(post, List.of())) {
            if (!at.isBefore(one.validFrom()) && (one.validTo() == null || at.isBefore(one.validTo()))) {
                units.add(one.unit());
            }
        }
        if (post.equals(Responsibility.cityDesk(present))) {
            units.add(present.top().code());
        }
        units.addAll(present.takenOverBy(units, at));
        return new Scope(post, units);
    }

    /** Every appointment ever made at a unit that is known here, by id. */
    public List<GridState.Appointment> appointmentsAt(GridCode unit) {
        return byUnit.getOrDefault(unit, List.of());
    }

    /** Every appointment known here, in no order. */
    public Collection<GridState.Appointment> appointments() {
        return List.copyOf(appointments.values());
    }

    /** The highest version of a tree that was ever heard of, active or not; 0 if none. */
    public synchronized long highestVersion() {
        long highest = activation == null ? 0 : activation.version();
        return Math.max(highest, arrived.keySet().stream().mapToLong(Long::longValue).max().orElse(0));
    }

    /**
     * Takes in what the grid topic carries.
     *
     * @throws IllegalArgumentException if this makes a tree whole that is none; it is refused once and for all, and the
     *         tree in use stays
     */
    public synchronized void apply(GridState state) {
        switch (state) {
            case GridState.Unit unit -> applyUnit(unit);
            case GridState.Activation next -> applyActivation(next);
            case GridState.Appointment appointment -> applyAppointment(appointment);
        }
    }

    /**
     * Takes in that a unit of an old version was removed from the topic.
     *
     * @throws IllegalArgumentException if the version is the newest that was activated, or a later one: nobody may remove
     *         those; nothing is forgotten then
     */
    public synchronized void forget(long version, GridCode code) {
        if (activation != null && version >= activation.version()) {
            throw new IllegalArgumentException("a unit of version " + version
                    + " may not be removed while version " + activation.version() + " is the newest activated");
        }
        Map<GridCode, GridState.Unit> units = arrived.get(version);
        if (units != null && units.remove(code) != null && units.isEmpty()) {
            arrived.remove(version);
        }
    }

    private void applyUnit(GridState.Unit unit) {
        GridTree present = tree;
        if (present != null && unit.order().epoch() <= active.epoch() && unit.version() <= present.version()) {
            return;
        }
        arrived.computeIfAbsent(unit.version(), version -> new HashMap<>())
                .merge(unit.code(), unit, (old, next) -> next.order().isAfter(old.order()) ? next : old);
        switchIfWhole();
    }

    private void applyActivation(GridState.Activation next) {
        if (activation == null || next.order().isAfter(activation.order())) {
            activation = next;
            switchIfWhole();
        }
    }

    private void switchIfWhole() {
        GridState.Activation wanted = activation;
        if (wanted == null || !wanted.order().isAfter(active) || wanted.order().equals(refused)) {
            return;
        }
        Map<GridCode, GridState.Unit> held = arrived.getOrDefault(wanted.version(), Map.of());
        if (held.size() != wanted.units()) {
            return;
        }
        List<GridUnit> units = held.values().stream().map(GridUnit::of).toList();
        if (!GridChecksum.of(units).equals(wanted.checksum())) {
            return;
        }
        refused = wanted.order();
        tree = GridTree.of(wanted.version(), units);
        active = wanted.order();
        arrived.keySet().removeIf(version -> version <= wanted.version());
    }

    private void applyAppointment(GridState.Appointment next) {
        GridState.Appointment old = appointments.get(next.id());
        if (old != null && !next.order().isAfter(old.order())) {
            return;
        }
        appointments.put(next.id(), next);
        replace(byUnit, old, next, GridState.Appointment::unit);
        replace(byPost, old, next, GridState.Appointment::post);
    }

    private static <K> void replace(
            Map<K, List<GridState.Appointment>> index,
            GridState.@Nullable Appointment old,
            GridState.Appointment next,
            Function<GridState.Appointment, K> key) {
        if (old != null && !key.apply(old).equals(key.apply(next))) {
            index.computeIfPresent(key.apply(old), (same, list) -> without(list, next.id()));
        }
        index.compute(key.apply(next), (same, list) -> {
            List<GridState.Appointment> changed = new ArrayList<>(list == null ? List.of() : without(list, next.id()));
            changed.add(next);
            changed.sort(Comparator.comparing(GridState.Appointment::id));
            return List.copyOf(changed);
        });
    }

    private static List<GridState.Appointment> without(List<GridState.Appointment> list, AppointmentId id) {
        return list.stream().filter(one -> !one.id().equals(id)).toList();
    }
}
