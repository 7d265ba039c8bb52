package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.dispatch.deadlines.DeadlinePolicy;
import cn.twonets.dispatch.deadlines.OverdueSweep;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.dispatch.routing.RoutingPolicy;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidServiceId;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.events.ProviderId;
import cn.twonets.events.ReferralStatus;
import cn.twonets.events.Urgency;
import cn.twonets.events.json.CategoriesReader;
import cn.twonets.grid.GridDirectory;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One need and the desk that handles its case, for tests that read as sentences. Days are days of 24 hours here; what
 * working days are is another test's matter.
 */
final class Desk {
    static final AggregateKind<AidCase, CaseEvent, CaseState> CASES = new AggregateKind<>("cases", AidCase.class,
            EventFamily.CASE, AidCase::shown);
    static final NeedId NEED = new NeedId("need-0001");
    static final Instant MONDAY = Instant.parse("2026-03-02T01:00:00Z");
    static final Cause CAUSE = new Cause("00000000-0000-0000-0000-000000000001", null);
    static final AidServiceId REBUILDING = new AidServiceId("housing-rebuild");
    static final AidServiceId LOAN = new AidServiceId("housing-loan");

    final ShiftingClock clock = new ShiftingClock(MONDAY);
    final List<OutgoingEvent> published = new ArrayList<>();
    final List<Followed> followed = new ArrayList<>();
    final List<String> acted = new ArrayList<>();
    final GridDirectory grid;
    final Cases cases;
    final CaseDesk desk;
    private final RoutingPolicy policy = new RoutingPolicy(CategoriesReader.starter());
    private @Nullable NeedState need;
    private @Nullable AidState aid;
    private int keys;

    Desk() {
        this(new CountyGrid().directory());
    }

    Desk(GridDirectory grid) {
        this(grid, (sink, clock) -> new InMemoryCases(
                new InMemoryAggregates<>(CASES, sink, clock, new SimpleMeterRegistry())));
    }

    Desk(GridDirectory grid, BiFunction<EventSink, Clock, Cases> store) {
        this.grid = grid;
        EventSink sink = new EventSink() {
            @Override
            public CompletableFuture<Void> send(OutgoingEvent event) {
                published.add(event);
                return CompletableFuture.completedFuture(null);
            }

            @Override
            public boolean isFailing() {
                return false;
            }
        };
        cases = store.apply(sink, clock);
        desk = new CaseDesk(cases, grid, policy, deadlines(), clock, new CaseObserver() {
            @Override
            public void followed(CaseVerb.Source source, Followed what) {
                followed.add(what);
            }

            @Override
            public void acted(CaseVerb verb, String result) {
                acted.add(verb + " " + result);
            }
        });
    }

    static DeadlinePolicy deadlines() {
        return new DeadlinePolicy((from, days) -> from.plus(days, ChronoUnit.DAYS));
    }

    Setting setting() {
        return new Setting(grid, policy, deadlines(), clock.instant());
    }

    // ---- what the village says ----

    Desk submitted(String category, Urgency urgency) {
        return village(Needs.need(NEED.value(), category, urgency));
    }

    Desk submitted() {
        return submitted("housing", Urgency.ORDINARY);
    }

    NeedState need() {
        return java.util.Objects.requireNonNull(need);
    }

    Desk withdrawn() {
        return village(Needs.withdrawn(need()));
    }

    Desk answered(Outcome outcome) {
        return village(Needs.answered(need(), theCase().shown().round(), outcome));
    }

    /** The village's state reaches the desk. */
    Desk village(NeedState state) {
        need = state;
        desk.followNeeds(List.of(event(state)));
        return this;
    }

    /** The village's state as it comes by its topic. */
    Event<NeedEvent, NeedState> event(NeedState state) {
        NeedEvent happened = new NeedEvent.Submitted(state.reportedBy(),
                new NeedEvent.Basis(NeedEvent.BasisKind.DUTY, null, null, null, null));
        return new Event<>(EventFamily.NEED.typeOf(happened), clock.instant(),
                state.need().value(), state.need().value(), CAUSE.correlationId(), null, happened, state);
    }

    // ---- what the aid side says ----

    Desk aidOffers() {
        return aid(new AidState.Referral(wish(), wish(), REBUILDING, new ProviderId("housing-bureau"),
                ReferralStatus.OFFERED, clock.instant().plus(Duration.ofDays(3)), null), null);
    }

    Desk aidAnswers(FinalAnswer answer) {
        return aidAnswers(answer, wish());
    }

    Desk aidAnswers(FinalAnswer answer, int ordinal) {
        ReferralStatus status = switch (answer) {
            case DELIVERED -> ReferralStatus.DELIVERED;
            case NONE_LEFT -> ReferralStatus.DECLINED;
            case CANCELLED -> ReferralStatus.CANCELLED;
        };
        return aid(new AidState.Referral(ordinal, ordinal, REBUILDING, new ProviderId("housing-bureau"), status, null,
                null), new AidState.Answer(ordinal, answer, answer == FinalAnswer.DELIVERED ? REBUILDING : null));
    }

    private int wish() {
        return java.util.Objects.requireNonNull(theCase().shown().wish()).ordinal();
    }

    private Desk aid(AidState.Referral referral, AidState.@Nullable Answer answer) {
        EventOrder order = aid == null ? new EventOrder(0, 1) : aid.order().next();
        return aid(new AidState(order, NEED, new GridCode(CountyGrid.GROUP), List.of(), List.of(), false,
                0, referral, order.sequence(), answer != null ? answer : aid == null ? null : aid.answer(),
                order.sequence()));
    }

    /** The aid side's state reaches the desk. */
    Desk aid(AidState state) {
        aid = state;
        AidEvent happened = new AidEvent.Cancelled(1);
        desk.followAid(List.of(new Event<>(EventFamily.AID.typeOf(happened), clock.instant(),
                state.need().value(), state.need().value(), CAUSE.correlationId(), null, happened, state)));
        return this;
    }

    AidState aid() {
        return java.util.Objects.requireNonNull(aid);
    }

    // ---- what people do ----

    ActAnswer does(String post, CaseAct act) {
        return does(post, act, "key-" + keys++);
    }

    ActAnswer does(String post, CaseAct act, String key) {
        Standing who = desk.standing(new PostId(post));
        return desk.act(who, List.of(new CaseDesk.Order(NEED, act, new Act(key, act.toString()), null)), CAUSE)
                .get(NEED);
    }

    /** Somebody does something that must work. */
    Desk done(String post, CaseAct act) {
        ActAnswer answer = does(post, act);
        if (!(answer instanceof ActAnswer.Done)) {
            throw new AssertionError(act + " by " + post + " was refused: " + answer);
        }
        return this;
    }

    /** Whoever is responsible does something that must work. */
    Desk done(CaseAct act) {
        return done(responsible(), act);
    }

    // ---- what time brings ----

    int sweep() {
        return new OverdueSweep(desk, () -> Duration.ZERO, clock, new OverdueSweep.Observer() {
            @Override
            public void swept(int alarms) {
            }

            @Override
            public void failed(Alarm alarm, RuntimeException why) {
                throw why;
            }

            @Override
            public void refused(Duration difference) {
                throw new AssertionError("refused at a difference of " + difference);
            }
        }).sweep();
    }

    Desk passes(Duration time) {
        clock.advance(time);
        sweep();
        return this;
    }

    // ---- what there is now ----

    AidCase theCase() {
        return cases.aggregates().find(NEED.value()).orElseThrow().state();
    }

    CaseStatus status() {
        return theCase().status();
    }

    String responsible() {
        return java.util.Objects.requireNonNull(theCase().shown().responsible()).post().value();
    }

    /** The types of what happened, without what all have in common. */
    List<String> timeline() {
        return cases.aggregates()
                .history(NEED.value())
                .stream()
                .map(one -> one.type().replace("cn.twonets.case.", "").replace(".v1", ""))
                .toList();
    }
}
