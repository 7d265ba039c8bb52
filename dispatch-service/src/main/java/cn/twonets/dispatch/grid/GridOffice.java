package cn.twonets.dispatch.grid;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.PublishingFailedException;
import cn.twonets.delivery.Stored;
import cn.twonets.dispatch.grid.ImportAnswer.Result;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridChecksum;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridUnit;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Imports grids. An import is decided by one write that holds everything; carrying it out (units of a new version, then
 * appointments, then the activation, then removal of older versions) may be repeated by anybody, any number of times.
 */
public final class GridOffice {
    /** The id of the one activation. */
    public static final String ACTIVE = AppointmentRules.RESERVED_ID;
    /** So many units may end without being confirmed: a truncated file must not end half a county. */
    public static final int UNCONFIRMED_ENDINGS = 10;

    private static final int CHUNK = 1_000;
    private static final int ATTEMPTS = 5;

    private final GridRecords records;
    private final GridImports imports;
    private final GridDirectory directory;
    private final Clock clock;
    private final ReentrantLock importing = new ReentrantLock();

    public GridOffice(GridRecords records, GridImports imports, GridDirectory directory, Clock clock) {
        this.records = records;
        this.imports = imports;
        this.directory = directory;
        this.clock = clock;
    }

    /** Whether there has never been a grid here. */
    public boolean isEmpty() {
        return active() == null && imports.newest() == 0;
    }

    /** What these files would do; writes nothing. */
    public ImportAnswer preview(GridFiles files) {
        GridState.Activation active = active();
        return new ImportAnswer(plan(files, active), 0, version(active), Result.PREVIEWED);
    }

    /**
     * Carries the files out, all or nothing.
     *
     * @param confirmedEndings how many units the caller knows will end; needed beyond {@link #UNCONFIRMED_ENDINGS}
     * @throws ImportTooLargeException if it is too large; nothing was written
     */
    public ImportAnswer apply(GridFiles files, PostId by, Cause cause, @Nullable Integer confirmedEndings) {
        importing.lock();
        try {
            for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
                finishAll(imports.unfinished(Instant.MAX));
                GridState.Activation active = active();
                ImportPlan plan = plan(files, active);
                Result refused = refusal(plan, confirmedEndings);
                if (refused != null) {
                    return new ImportAnswer(plan, 0, version(active), refused);
                }
                long number = Math.max(imports.newest(), directory.highestVersion()) + 1;
                GridImport decided = new GridImport(number, clock.instant(), by, cause.correlationId(), plan.counts(),
                        false, new GridImport.Plan(plan.units(), plan.appointments()));
                if (imports.add(decided)) {
                    boolean published = finish(decided);
                    return new ImportAnswer(plan, number, version(active()),
                            published ? Result.APPLIED : Result.APPLIED_UNPUBLISHED);
                }
            }
            throw new IllegalStateException("other imports kept coming first");
        } finally {
            importing.unlock();
        }
    }

    /** Carries on with what was decided and, because of a crash or an absent broker, not finished. */
    public void finishUnfinished(Duration olderThan) {
        if (importing.tryLock()) {
            try {
                finishAll(imports.unfinished(clock.instant().minus(olderThan)));
            } finally {
                importing.unlock();
            }
        }
    }

    private static @Nullable Result refusal(ImportPlan plan, @Nullable Integer confirmedEndings) {
        if (!plan.problems().isEmpty()) {
            return Result.REFUSED;
        }
        if (plan.isEmpty()) {
            return Result.UNCHANGED;
        }
        int ending = plan.counts().unitsEnded();
        return ending > UNCONFIRMED_ENDINGS && (confirmedEndings == null || confirmedEndings != ending)
                ? Result.ENDING_UNCONFIRMED
                : null;
    }

    private ImportPlan plan(GridFiles files, GridState.@Nullable Activation active) {
        List<GridUnit> units = active == null
                ? List.of()
                : records.unitsOf(active.version()).stream().map(GridUnit::of).toList();
        return ImportPlan.of(files, units, records.allAppointments(), clock.instant());
    }

    private GridState.@Nullable Activation active() {
        return records.tree().find(ACTIVE).map(Stored::state).orElse(null);
    }

    private static long version(GridState.@Nullable Activation active) {
        return active == null ? 0 : active.version();
    }

    private void finishAll(List<GridImport> unfinished) {
        unfinished.forEach(this::finish);
    }

    /** @return whether everything is on the topic */
    private boolean finish(GridImport decided) {
        GridImport.Plan plan = decided.plan();
        if (plan == null) {
            return true;
        }
        Cause cause = new Cause(decided.correlationId(), null);
        boolean newer = !plan.units().isEmpty() && version(active()) <= decided.number();
        boolean published = true;
        if (newer) {
            published = writeUnits(plan.units(), decided.number(), cause);
        }
        published &= writeAppointments(plan.appointments(), decided.by(), cause);
        if (newer) {
            published &= activate(plan.units(), decided, cause);
        }
        if (published) {
            published = removeOld();
        }
        if (published) {
            imports.finish(decided.number());
        }
        return published;
    }

    private boolean removeOld() {
        try {
            records.removeUnitsBefore(version(active()));
            return true;
        } catch (PublishingFailedException e) {
            return false;
        }
    }

    private boolean writeUnits(List<GridUnit> units, long version, Cause cause) {
        Map<String, Change<GridState.Unit, GridEvent, GridState.Unit>> changes = new LinkedHashMap<>();
        for (GridUnit unit : units) {
            GridState.Unit state = new GridState.Unit(new EventOrder(0, 1), version, unit.code(), unit.name(),
                    unit.level(), unit.parent(), unit.validFrom(), unit.validTo(), unit.replacedBy());
            changes.put(state.aggregate(), Change.of(cause, stored -> stored == null
                    ? happened(new GridEvent.UnitChanged("import"), state)
                    : Decision.unchanged(stored)));
        }
        return write(records.units(), changes);
    }

    private boolean writeAppointments(List<GridState.Appointment> appointments, PostId by, Cause cause) {
        Map<String, Change<GridState.Appointment, GridEvent, GridState.Appointment>> changes = new LinkedHashMap<>();
        for (GridState.Appointment next : appointments) {
            changes.put(next.aggregate(), Change.of(cause, stored -> {
                EventOrder expected = stored == null ? new EventOrder(next.order().epoch(), 1) : stored.order().next();
                return expected.equals(next.order())
                        ? happened(new GridEvent.AppointmentChanged(by, "import"), next)
                        : Decision.unchanged(stored == null ? next : stored);
            }));
        }
        return write(records.appointments(), changes);
    }

    private boolean activate(List<GridUnit> units, GridImport decided, Cause cause) {
        Decider<GridState.Activation, GridEvent, GridState.Activation> decider = stored -> {
            if (stored != null && stored.version() >= decided.number()) {
                return Decision.unchanged(stored);
            }
            EventOrder order = stored == null ? new EventOrder(0, 1) : stored.order().next();
            return happened(new GridEvent.TreeActivated(decided.by()),
                    new GridState.Activation(order, decided.number(), units.size(), GridChecksum.of(units)));
        };
        return write(records.tree(), Map.of(ACTIVE, Change.of(cause, decider)));
    }

    private static <S extends GridState> Decision<S, GridEvent, S> happened(GridEvent event, S state) {
        return Decision.changed(List.of(new Decision.Step<>(event, state)), state);
    }

    /** Writes in chunks and lets this service's own directory know at once, published or not. */
    private <S extends GridState> boolean write(Aggregates<S, GridEvent> aggregates,
            Map<String, Change<S, GridEvent, S>> changes) {
        boolean published = true;
        List<String> ids = new ArrayList<>(changes.keySet());
        for (int start = 0; start < ids.size(); start += CHUNK) {
            Map<String, Change<S, GridEvent, S>> chunk = new LinkedHashMap<>();
            ids.subList(start, Math.min(start + CHUNK, ids.size())).forEach(id -> chunk.put(id, changes.get(id)));
            Publish publish = published ? Publish.BEFORE_RETURN : Publish.SOON;
            Map<String, Changed<S, S>> answers;
            try {
                answers = aggregates.change(chunk, publish);
            } catch (PublishingFailedException e) {
                published = false;
                answers = aggregates.change(chunk, Publish.SOON);
            }
            answers.values().forEach(answer -> {
                if (answer instanceof Changed.Decided<S, S> made) {
                    directory.apply(made.answer());
                }
            });
        }
        return published;
    }
}
