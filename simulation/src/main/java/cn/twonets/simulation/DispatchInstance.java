package cn.twonets.simulation;

import cn.twonets.calendar.WorkingCalendar;
import cn.twonets.calendar.file.HolidayFiles;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.dispatch.casework.CaseDesk;
import cn.twonets.dispatch.casework.CaseObserver;
import cn.twonets.dispatch.casework.CaseVerb;
import cn.twonets.dispatch.casework.Cases;
import cn.twonets.dispatch.casework.Followed;
import cn.twonets.dispatch.casework.Inbox;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.dispatch.deadlines.DeadlinePolicy;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.dispatch.grid.AppointmentDesk;
import cn.twonets.dispatch.grid.GridRecords;
import cn.twonets.dispatch.routing.RoutingPolicy;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.EventFamily;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridEvent;
import cn.twonets.events.GridState;
import cn.twonets.events.NeedId;
import cn.twonets.simulation.ports.SimulatedAggregates;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One process of dispatch. */
final class DispatchInstance extends Instance implements CaseObserver, OverdueSweep.Observer {
    static final WorkingCalendar CALENDAR = HolidayFiles.calendar(null);
    static final AggregateKind<AidCase, CaseEvent, CaseState> CASES = new AggregateKind<>("cases", AidCase.class,
            EventFamily.CASE, AidCase::shown);
    static final AggregateKind<GridState.Appointment, GridEvent, GridState> APPOINTMENTS = new AggregateKind<>(
            "appointments", GridState.Appointment.class, EventFamily.GRID, one -> one);
    private static final Comparator<Alarm> RINGING = Comparator.comparing(Alarm::at).thenComparing(Alarm::id);

    final SimulatedAggregates<AidCase, CaseEvent, CaseState> cases;
    final SimulatedAggregates<GridState.Appointment, GridEvent, GridState> appointments;
    final CaseDesk desk;
    final OverdueSweep overdue;
    final AppointmentDesk posts;

    DispatchInstance(World world, int number, Duration skew) {
        super(world, Service.DISPATCH, number, skew);
        cases = new SimulatedAggregates<>(CASES, world.cases, broker, clock, this);
        appointments = new SimulatedAggregates<>(APPOINTMENTS, world.appointments, broker, clock, this);
        outboxes.add(cases);
        outboxes.add(appointments);
        desk = new CaseDesk(new Questions(), grid, new RoutingPolicy(GridJudge.CATEGORIES),
                new DeadlinePolicy((from, days) -> CALENDAR.plusWorkingDays(from, days).at()), clock, this);
        overdue = new OverdueSweep(desk, () -> Duration.ZERO, clock, this);
        posts = new AppointmentDesk(new Records(), grid, clock);
    }

    @Override
    public void followed(CaseVerb.Source source, Followed what) {
        world.coverage.followed(what);
    }

    @Override
    public void acted(CaseVerb verb, String result) {
        world.coverage.acted(verb, result);
    }

    @Override
    public void swept(int alarms) {
    }

    @Override
    public void failed(Alarm alarm, RuntimeException why) {
        world.judge.postponed(alarm.id());
    }

    @Override
    public void refused(Duration difference) {
        throw new IllegalStateException("the clocks agree here");
    }

    private final class Questions implements Cases {
        @Override
        public Aggregates<AidCase, CaseEvent> aggregates() {
            return cases;
        }

        @Override
        public Optional<Stored<AidCase>> find(NeedId id, Set<GridCode> sees) {
            return cases.find(id.value()).filter(found -> found.state().isVisibleTo(sees));
        }

        @Override
        public Set<NeedId> visible(Collection<NeedId> ids, Set<GridCode> sees) {
            return ids.stream().filter(id -> find(id, sees).isPresent()).collect(Collectors.toSet());
        }

        @Override
        public List<AidCase> list(Inbox inbox, Inbox.@Nullable Position after, int limit) {
            throw new UnsupportedOperationException("nobody opens an inbox here");
        }

        @Override
        public List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit) {
            return cases.where(one -> one.wakeAt() != null && !one.wakeAt().isAfter(now)).stream()
                    .map(one -> new Alarm(one.id(), one.state().wakeAt()))
                    .sorted(RINGING)
                    .filter(alarm -> after == null || RINGING.compare(alarm, after) > 0)
                    .limit(limit)
                    .toList();
        }
    }

    private final class Records implements GridRecords {
        @Override
        public Aggregates<GridState.Unit, GridEvent> units() {
            throw new UnsupportedOperationException("the tree stays as it is here");
        }

        @Override
        public Aggregates<GridState.Activation, GridEvent> tree() {
            throw new UnsupportedOperationException("the tree stays as it is here");
        }

        @Override
        public Aggregates<GridState.Appointment, GridEvent> appointments() {
            return appointments;
        }

        @Override
        public List<GridState.Unit> unitsOf(long version) {
            throw new UnsupportedOperationException("the tree stays as it is here");
        }

        @Override
        public List<GridState.Appointment> allAppointments() {
            return world.appointments.all().stream().map(Stored::state).toList();
        }

        @Override
        public void removeUnitsBefore(long version) {
            throw new UnsupportedOperationException("the tree stays as it is here");
        }
    }
}
