package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.dispatch.casework.ActAnswer.Why;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.dispatch.deadlines.Alarms;
import cn.twonets.dispatch.deadlines.DeadlinePolicy;
import cn.twonets.dispatch.routing.RouteTaken;
import cn.twonets.dispatch.routing.Ruling;
import cn.twonets.dispatch.routing.RoutingPolicy;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.Event;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.PublicState;
import cn.twonets.events.Happening;
import cn.twonets.events.Urgency;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Route;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of the cases: by the village, by the aid side, by people, and by the clock. */
public final class CaseDesk implements Alarms {
    private final Cases cases;
    private final GridDirectory grid;
    private final RoutingPolicy policy;
    private final DeadlinePolicy deadlines;
    private final Clock clock;
    private final CaseObserver observer;

    public CaseDesk(
            Cases cases,
            GridDirectory grid,
            RoutingPolicy policy,
            DeadlinePolicy deadlines,
            Clock clock,
            CaseObserver observer) {
        this.cases = cases;
        this.grid = grid;
        this.policy = policy;
        this.deadlines = deadlines;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * One act that somebody wants done.
     *
     * @param id the case
     * @param act what
     * @param key makes it idempotent
     * @param expectedSequence the sequence of the case that the caller saw; null where it does not matter
     */
    public record Order(NeedId id, CaseAct act, Act key, @Nullable Long expectedSequence) {}

    /** Follows what the village wants; returns once all is stored and published. */
    public void followNeeds(List<Event<NeedEvent, NeedState>> newest) {
        follow(newest, CaseVerb.Source.VILLAGE, (setting, event) -> new NeedDecider(setting, event.state(),
                event.happened() instanceof NeedEvent.Withdrawn withdrawn ? withdrawn.by() : null));
    }

    /** Follows what the aid side does; returns once all is stored and published. */
    public void followAid(List<Event<AidEvent, AidState>> newest) {
        follow(newest, CaseVerb.Source.AID, (setting, event) -> new AidDecider(setting, event.state()));
    }

    private <H extends Happening, P extends PublicState> void follow(
            List<Event<H, P>> newest,
            CaseVerb.Source source,
            BiFunction<Setting, Event<H, P>, Decider<AidCase, CaseEvent, Set<Followed>>> decider) {
        Setting setting = setting();
        Map<String, Change<AidCase, CaseEvent, Set<Followed>>> changes = new LinkedHashMap<>();
        for (Event<H, P> event : newest) {
            changes.put(event.state().aggregate(),
                    Change.of(new Cause(event.correlationId(), event.traceparent()), decider.apply(setting, event)));
        }
        count(source, cases.aggregates().change(changes, Publish.BEFORE_RETURN));
    }

    /** Of each case, the newest event of the village that has been taken into account. */
    public Map<String, EventOrder> appliedNeeds(Collection<String> ids) {
        return applied(ids, AidCase::appliedNeed);
    }

    /** Of each case, the newest event of the aid side that has been taken into account. */
    public Map<String, EventOrder> appliedAid(Collection<String> ids) {
        return applied(ids, AidCase::appliedAid);
    }

    private Map<String, EventOrder> applied(Collection<String> ids, Function<AidCase, EventOrder> order) {
        Map<String, EventOrder> orders = new LinkedHashMap<>();
        cases.aggregates().findAll(ids).forEach((id, found) -> orders.put(id, order.apply(found.state())));
        return orders;
    }

    /** The caller in the grid, now. */
    public Standing standing(PostId post) {
        return Standing.of(post, grid, clock.instant());
    }

    /** The present time. */
    public Instant now() {
        return clock.instant();
    }

    /** Does what one caller wants, all in one bulk; each is answered for itself. */
    public Map<NeedId, ActAnswer> act(Standing who, Collection<Order> orders, Cause cause) {
        Set<NeedId> visible = cases.visible(orders.stream().map(Order::id).toList(), who.sees());
        Setting setting = setting();
        Map<NeedId, ActAnswer> answers = new LinkedHashMap<>();
        Map<String, Change<AidCase, CaseEvent, ActAnswer>> changes = new LinkedHashMap<>();
        for (Order order : orders) {
            answers.put(order.id(), new ActAnswer.Refused(Why.UNKNOWN_CASE, null));
            if (visible.contains(order.id())) {
                changes.put(order.id().value(), new Change<>(cause, order.key(), order.expectedSequence(),
                        new ActDecider(setting, who, order.act())));
            }
        }
        Map<String, Changed<AidCase, ActAnswer>> changed = changes.isEmpty()
                ? Map.of()
                : cases.aggregates().change(changes, Publish.SOON);
        changed.forEach((id, one) -> answers.put(new NeedId(id), answer(one)));
        orders.forEach(order -> observer.acted(order.act().verb(), result(answers.get(order.id()))));
        return answers;
    }

    private static ActAnswer answer(Changed<AidCase, ActAnswer> changed) {
        return switch (changed) {
            case Changed.Decided<AidCase, ActAnswer> decided -> decided.answer();
            case Changed.Repeated<AidCase, ActAnswer> repeated -> new ActAnswer.Done(repeated.stored().state(), true);
            case Changed.KeyReused<AidCase, ActAnswer> _reused -> new ActAnswer.Refused(Why.KEY_REUSED, null);
            case Changed.Stale<AidCase, ActAnswer> stale -> new ActAnswer.Refused(Why.STALE,
                    stale.stored().state().status());
        };
    }

    private static String result(@Nullable ActAnswer answer) {
        return answer instanceof ActAnswer.Refused refused ? refused.why().name() : "DONE";
    }

    /** One case, if it exists for the caller. */
    public Optional<AidCase> find(NeedId id, Standing who) {
        return cases.find(id, who.sees()).map(Stored::state);
    }

    /** What happened with a case, oldest first, if it exists for the caller. */
    public Optional<List<Stored.HistoryEntry>> timeline(NeedId id, Standing who) {
        return cases.find(id, who.sees()).map(found -> cases.aggregates().history(found.id()));
    }

    /** At most so many cases of an inbox. */
    public List<AidCase> list(Inbox inbox, Inbox.@Nullable Position after, int limit) {
        return cases.list(inbox, after, limit);
    }

    /**
     * Where a need would go now, and why; nothing is stored.
     *
     * @return empty if the unit does not exist for the caller
     */
    public Optional<RouteTaken> preview(Standing who, GridCode unit, CategoryCode category, Urgency urgency) {
        if (grid.tree().unit(unit).isEmpty()
                || grid.tree().pathUp(unit).stream().noneMatch(who.sees()::contains)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Ruling ruling = policy.rule(category, urgency);
        Route route = grid.responsible(unit, ruling.terms().handledAt(), now);
        return Optional.of(RouteTaken.of(now, "preview", ruling.reasons(), unit, grid.tree().version(), route));
    }

    /** Whether the county uses this category. */
    public boolean knows(CategoryCode category) {
        return policy.knows(category);
    }

    @Override
    public List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit) {
        return cases.ringing(now, after, limit);
    }

    @Override
    public void ring(List<Alarm> alarms) {
        ClockDecider decider = new ClockDecider(setting());
        Map<String, Change<AidCase, CaseEvent, Set<Followed>>> changes = new LinkedHashMap<>();
        alarms.forEach(alarm -> changes.put(alarm.id(), Change.of(byTheClock(), decider)));
        count(CaseVerb.Source.CLOCK, cases.aggregates().change(changes, Publish.SOON));
    }

    @Override
    public void postpone(Alarm alarm, Instant until) {
        cases.aggregates().change(alarm.id(), Change.of(byTheClock(), new Postponement(alarm, until)), Publish.SOON);
    }

    private void count(CaseVerb.Source source, Map<String, Changed<AidCase, Set<Followed>>> changed) {
        for (Changed<AidCase, Set<Followed>> one : changed.values()) {
            if (one instanceof Changed.Decided<AidCase, Set<Followed>> decided) {
                decided.answer().forEach(what -> observer.followed(source, what));
            }
        }
    }

    /**
     * Derives anew when the clock must look at these cases, where that is not what it should be; changes nothing else and
     * tells nobody.
     */
    public void rewind(Collection<String> ids) {
        Setting setting = setting();
        Map<String, Change<AidCase, CaseEvent, Boolean>> changes = new LinkedHashMap<>();
        ids.forEach(id -> changes.put(id, Change.of(byTheClock(), new Rewinding(setting))));
        if (!changes.isEmpty()) {
            cases.aggregates().change(changes, Publish.SOON);
        }
    }

    /** What decisions of this moment are made with. */
    Setting setting() {
        grid.tree();
        return new Setting(grid, policy, deadlines, clock.instant());
    }

    private static Cause byTheClock() {
        return new Cause(UUID.randomUUID().toString(), null);
    }
}
