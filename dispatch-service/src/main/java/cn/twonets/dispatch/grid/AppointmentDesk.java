package cn.twonets.dispatch.grid;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.events.AppointmentId;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.GridTree;
import cn.twonets.grid.GridUnit;
import cn.twonets.grid.Scope;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes and ends appointments and notes leave, one at a time. They hold in this service at once. */
public final class AppointmentDesk {
    /** So many absences an appointment carries; of more, those that ended first are let go. */
    static final int MOST_ABSENCES = 20;

    private final GridRecords records;
    private final GridDirectory directory;
    private final Clock clock;

    public AppointmentDesk(GridRecords records, GridDirectory directory, Clock clock) {
        this.records = records;
        this.directory = directory;
        this.clock = clock;
    }

    /**
     * What is asked for.
     *
     * @param validFrom since when; null for now
     * @param validTo end, exclusive; null while it lasts
     */
    public record Draft(
            GridCode unit,
            PostId post,
            PostCapacity capacity,
            @Nullable Instant validFrom,
            @Nullable Instant validTo) {}

    /** What became of it. */
    public sealed interface Answer {
        /** Done, now or before by the same act. */
        record Done(GridState.Appointment appointment) implements Answer {}

        /** There is no such appointment in the caller's scope. */
        record NotFound() implements Answer {}

        /** A field cannot be accepted. */
        record Refused(String pointer, String code) implements Answer {}

        /** The key of the act was used for something else. */
        record KeyReused() implements Answer {}
    }

    /** Makes an appointment in the caller's scope; the id comes from the act, so that repeating it makes nothing twice. */
    public Answer appoint(Scope caller, AppointmentId id, Draft draft, Act act, Cause cause) {
        GridTree tree = directory.tree();
        GridUnit unit = caller.covers(tree, draft.unit()) ? tree.unit(draft.unit()).orElse(null) : null;
        if (unit == null) {
            return new Answer.Refused("/unit", "unknown-unit");
        }
        if (unit.hasEnded(clock.instant())) {
            return new Answer.Refused("/unit", "unit-ended");
        }
        if (!AppointmentRules.fits(draft.capacity(), unit.level())) {
            return new Answer.Refused("/capacity", "no-leaders-at-group-level");
        }
        Instant from = draft.validFrom() == null ? clock.instant() : draft.validFrom();
        if (draft.validTo() != null && !draft.validTo().isAfter(from)) {
            return new Answer.Refused("/validTo", "not-after-start");
        }
        return change(id, act, cause, stored -> {
            if (stored != null) {
                return Decision.unchanged(new Answer.Done(stored));
            }
            return changed(caller.post(), "appointed", new GridState.Appointment(new EventOrder(0, 1), id, draft.unit(),
                    draft.post(), draft.capacity(), from, draft.validTo(), List.of()));
        });
    }

    /** Ends an appointment, now or at a stated time. */
    public Answer end(Scope caller, AppointmentId id, @Nullable Instant at, Act act, Cause cause) {
        return changeWithin(caller, id, act, cause, stored -> {
            if (stored == null || !mayChange(caller, stored)) {
                return Decision.unchanged(new Answer.NotFound());
            }
            Instant end = at == null ? clock.instant() : at;
            if (!end.isAfter(stored.validFrom())) {
                return Decision.unchanged(new Answer.Refused("/validTo", "not-after-start"));
            }
            if (end.equals(stored.validTo())) {
                return Decision.unchanged(new Answer.Done(stored));
            }
            return changed(caller.post(), "ended", new GridState.Appointment(stored.order().next(), stored.id(),
                    stored.unit(), stored.post(), stored.capacity(), stored.validFrom(), end, stored.absences()));
        });
    }

    /** Notes leave; the same once more changes nothing. */
    public Answer leave(Scope caller, AppointmentId id, GridState.Absence absence, Act act, Cause cause) {
        return changeWithin(caller, id, act, cause, stored -> {
            if (stored == null || !mayChange(caller, stored)) {
                return Decision.unchanged(new Answer.NotFound());
            }
            if (stored.absences().contains(absence)) {
                return Decision.unchanged(new Answer.Done(stored));
            }
            List<GridState.Absence> absences = new ArrayList<>(stored.absences());
            absences.add(absence);
            absences.sort(Comparator.comparing(GridState.Absence::from).thenComparing(GridState.Absence::to));
            while (absences.size() > MOST_ABSENCES) {
                absences.remove(absences.stream().min(Comparator.comparing(GridState.Absence::to)).orElseThrow());
            }
            return changed(caller.post(), "leave", new GridState.Appointment(stored.order().next(), stored.id(),
                    stored.unit(), stored.post(), stored.capacity(), stored.validFrom(), stored.validTo(), absences));
        });
    }

    /** Looks before it acts: an act that was done before is answered again, but not to whom it no longer concerns. */
    private Answer changeWithin(Scope caller, AppointmentId id, Act act, Cause cause,
            Decider<GridState.Appointment, GridEvent, Answer> decider) {
        return records.appointments().find(id.value()).filter(found -> mayChange(caller, found.state())).isPresent()
                ? change(id, act, cause, decider)
                : new Answer.NotFound();
    }

    private Answer change(AppointmentId id, Act act, Cause cause,
            Decider<GridState.Appointment, GridEvent, Answer> decider) {
        Changed<GridState.Appointment, Answer> changed = records.appointments()
                .change(id.value(), new Change<>(cause, act, null, decider), Publish.SOON);
        Answer answer = switch (changed) {
            case Changed.Decided<GridState.Appointment, Answer> decided -> decided.answer();
            case Changed.Repeated<GridState.Appointment, Answer> repeated -> new Answer.Done(repeated.stored().state());
            case Changed.KeyReused<GridState.Appointment, Answer> reused -> new Answer.KeyReused();
            case Changed.Stale<GridState.Appointment, Answer> stale -> throw new IllegalStateException(
                    "no sequence was expected");
        };
        if (answer instanceof Answer.Done done) {
            directory.apply(done.appointment());
        }
        return answer;
    }

    private static Decision<GridState.Appointment, GridEvent, Answer> changed(PostId by, String reason,
            GridState.Appointment next) {
        return Decision.changed(List.of(new Decision.Step<>(new GridEvent.AppointmentChanged(by, reason), next)),
                new Answer.Done(next));
    }

    private boolean mayChange(Scope caller, GridState.Appointment appointment) {
        return caller.covers(directory.tree(), appointment.unit());
    }
}
