package cn.twonets.dispatch.grid;

import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an import would do: files compared with what is. Pure; nothing is planned that is so already, so that the same
 * files once more plan nothing.
 *
 * @param units the whole new tree, ended units included; empty if the tree does not change
 * @param appointments the appointments to write, each with the order that it will have
 * @param counts what changes
 * @param problems what is wrong; a plan with problems is not to be carried out
 */
public record ImportPlan(
        List<GridUnit> units,
        List<GridState.Appointment> appointments,
        Counts counts,
        List<ImportProblem> problems) {

    /**
     * How much changes.
     *
     * @param unitsEnded of these, callers must confirm the number when it is large
     */
    public record Counts(
            int unitsAdded,
            int unitsChanged,
            int unitsEnded,
            int appointmentsAdded,
            int appointmentsChanged,
            int appointmentsEnded) {}

    /** Whether everything is so already. */
    public boolean isEmpty() {
        return units.isEmpty() && appointments.isEmpty();
    }

    /**
     * Compares.
     *
     * @param files what was handed in
     * @param currentUnits the units of the tree in use; empty before the first
     * @param currentAppointments all appointments
     * @param now when; what appears or disappears does so now unless the files say otherwise
     */
    public static ImportPlan of(
            GridFiles files,
            Collection<GridUnit> currentUnits,
            Collection<GridState.Appointment> currentAppointments,
            Instant now) {
        return new Planning(files, currentUnits, currentAppointments, now).plan();
    }

    private static final class Planning {
        private final GridFiles files;
        private final Map<GridCode, GridUnit> current;
        private final Map<AppointmentId, GridState.Appointment> appointments;
        private final Instant now;
        private final List<ImportProblem> problems = new ArrayList<>();
        private final Map<GridCode, GridUnit> next = new TreeMap<>();
        private int unitsAdded;
        private int unitsChanged;
        private int unitsEnded;

        Planning(GridFiles files, Collection<GridUnit> units, Collection<GridState.Appointment> appointments,
                Instant now) {
            this.files = files;
            this.current = units.stream().collect(Collectors.toMap(GridUnit::code, Function.identity()));
            this.appointments = appointments.stream()
                    .collect(Collectors.toMap(GridState.Appointment::id, Function.identity()));
            this.now = now;
        }

        ImportPlan plan() {
            problems.addAll(files.problems());
            if (files.units() == null) {
                next.putAll(current);
            } else {
                planUnits(files.units());
            }
            int added = 0;
            int changed = 0;
            int ended = 0;
            List<GridState.Appointment> written = new ArrayList<>();
            Set<AppointmentId> seen = new HashSet<>();
            for (AppointmentRow row : files.appointments() == null ? List.<AppointmentRow>of() : files.appointments()) {
                GridState.Appointment old = appointments.get(row.id());
                GridState.Appointment planned = planned(row, old);
                if (!isSound(row, planned, seen) || planned.equals(old)) {
                    continue;
                }
                written.add(withOrder(planned, old == null ? new EventOrder(0, 1) : old.order().next()));
                if (old == null) {
                    added++;
                } else if (old.validTo() == null && planned.validTo() != null) {
                    ended++;
                } else {
                    changed++;
                }
            }
            boolean sameTree = files.units() == null || next.equals(current);
            return new ImportPlan(
                    sameTree ? List.of() : List.copyOf(next.values()),
                    written,
                    new Counts(unitsAdded, unitsChanged, unitsEnded, added, changed, ended),
                    List.copyOf(problems));
        }

        private void planUnits(List<UnitRow> rows) {
            Map<GridCode, UnitRow> byCode = new LinkedHashMap<>();
            for (UnitRow row : rows) {
                if (byCode.putIfAbsent(row.code(), row) != null) {
                    wrong(row, "code", "duplicate");
                }
            }
            byCode.values().forEach(row -> planUnit(row, byCode));
            for (GridUnit old : current.values()) {
                if (!byCode.containsKey(old.code())) {
                    if (old.validTo() == null) {
                        unitsEnded++;
                    }
                    next.put(old.code(), old.validTo() != null ? old : ended(old));
                }
            }
            requireOneTop(byCode.values());
            if (problems.isEmpty()) {
                requireTree();
            }
        }

        private void planUnit(UnitRow row, Map<GridCode, UnitRow> byCode) {
            GridUnit old = current.get(row.code());
            requireParent(row, byCode);
            if (old != null && old.level() != row.level()) {
                wrong(row, "level", "level-changed");
            }
            if (row.replacedBy().stream().anyMatch(code -> code.equals(row.code()) || !byCode.containsKey(code))) {
                wrong(row, "replacedBy", "unknown-unit");
            }
            Instant from = old == null || old.validTo() != null && !row.ends() ? now : old.validFrom();
            Instant to = !row.ends()
                    ? null
                    : row.validTo() != null
                            ? row.validTo()
                            : old != null && old.validTo() != null ? old.validTo() : now;
            GridUnit unit = new GridUnit(row.code(), row.name(), row.level(), row.parent(), from, to, row.replacedBy());
            next.put(unit.code(), unit);
            if (old == null) {
                unitsAdded++;
            } else if (old.validTo() == null && to != null) {
                unitsEnded++;
            } else if (!old.equals(unit)) {
                unitsChanged++;
            }
        }

        private void requireParent(UnitRow row, Map<GridCode, UnitRow> byCode) {
            if (row.parent() == null) {
                if (row.level() != GridLevel.CITY) {
                    wrong(row, "parent", "missing");
                }
                return;
            }
            UnitRow parent = byCode.get(row.parent());
            if (parent == null) {
                wrong(row, "parent", "unknown-unit");
            } else if (parent.level().compareTo(row.level()) >= 0) {
                wrong(row, "parent", "not-of-higher-level");
            } else if (parent.ends() && !row.ends()) {
                wrong(row, "parent", "unit-ended");
            }
        }

        private void requireOneTop(Collection<UnitRow> rows) {
            List<UnitRow> tops = rows.stream()
                    .filter(row -> row.level() == GridLevel.CITY && row.parent() == null && !row.ends()).toList();
            if (tops.isEmpty() && problems.isEmpty()) {
                problems.add(new ImportProblem(ImportProblem.UNITS, 0, 0, "", "no-top"));
            }
            tops.stream().skip(1).forEach(row -> wrong(row, "parent", "two-tops"));
        }

        /** The rules above should leave nothing for this one; it guards the services that will read the tree. */
        private void requireTree() {
            try {
                GridTree.of(1, next.values());
            } catch (IllegalArgumentException e) {
                problems.add(new ImportProblem(ImportProblem.UNITS, 0, 0, "", "no-tree"));
            }
        }

        private GridUnit ended(GridUnit old) {
            return new GridUnit(old.code(), old.name(), old.level(), old.parent(), old.validFrom(), now,
                    old.replacedBy());
        }

        private GridState.Appointment planned(AppointmentRow row, GridState.@Nullable Appointment old) {
            return new GridState.Appointment(
                    old == null ? EventOrder.NONE : old.order(),
                    row.id(),
                    row.unit(),
                    row.post(),
                    row.capacity(),
                    row.validFrom() != null ? row.validFrom() : old != null ? old.validFrom() : now,
                    row.validTo(),
                    old == null ? List.of() : old.absences());
        }

        private boolean isSound(AppointmentRow row, GridState.Appointment planned, Set<AppointmentId> seen) {
            int before = problems.size();
            GridUnit unit = next.get(row.unit());
            if (!seen.add(row.id())) {
                wrong(row, "id", "duplicate");
            }
            if (row.id().value().equals(AppointmentRules.RESERVED_ID)) {
                wrong(row, "id", "reserved");
            }
            if (unit == null) {
                wrong(row, "unit", "unknown-unit");
            } else if (!AppointmentRules.fits(row.capacity(), unit.level())) {
                wrong(row, "capacity", "no-leaders-at-group-level");
            }
            if (planned.validTo() != null && !planned.validTo().isAfter(planned.validFrom())) {
                wrong(row, "validTo", "not-after-start");
            }
            return problems.size() == before;
        }

        private static GridState.Appointment withOrder(GridState.Appointment one, EventOrder order) {
            return new GridState.Appointment(order, one.id(), one.unit(), one.post(), one.capacity(), one.validFrom(),
                    one.validTo(), one.absences());
        }

        private void wrong(UnitRow row, String name, String code) {
            problems.add(new ImportProblem(ImportProblem.UNITS, row.line(),
                    files.column(ImportProblem.UNITS, name), name, code));
        }

        private void wrong(AppointmentRow row, String name, String code) {
            problems.add(new ImportProblem(ImportProblem.APPOINTMENTS, row.line(),
                    files.column(ImportProblem.APPOINTMENTS, name), name, code));
        }
    }
}
