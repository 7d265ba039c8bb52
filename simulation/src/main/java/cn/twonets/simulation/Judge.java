package cn.twonets.simulation;

import cn.twonets.delivery.Stored;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.dispatch.casework.AidCase;
import cn.twonets.events.AidEvent;
import cn.twonets.events.AidState;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.CaseState;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PublicState;
import cn.twonets.events.Topic;
import cn.twonets.events.json.EventCodec;
import cn.twonets.intake.needs.Content;
import cn.twonets.intake.needs.Need;
import cn.twonets.resource.referrals.AidRecord;
import cn.twonets.simulation.checks.CapacityCheck;
import cn.twonets.simulation.checks.DeliveryCheck;
import cn.twonets.simulation.checks.LetterCheck;
import cn.twonets.simulation.checks.Paths;
import cn.twonets.simulation.checks.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Watches every write, every record and every step, and says what must not be. */
final class Judge {
    private static final JsonMapper JSON = EventCodec.mapper();
    private static final EventCodec<NeedEvent, NeedState> NEEDS = new EventCodec<>(EventFamily.NEED);
    private static final EventCodec<CaseEvent, CaseState> CASES = new EventCodec<>(EventFamily.CASE);
    private static final EventCodec<AidEvent, AidState> AID = new EventCodec<>(EventFamily.AID);
    private static final Duration MOST_LATE = Duration.ofSeconds(60);

    final CapacityCheck capacity;
    final GridJudge grid;
    final LetterCheck letters = new LetterCheck(this::violation);
    /** Needs that were answered as accepted, with what was reported. */
    final Map<NeedId, Content> accepted = new HashMap<>();
    private final World world;
    private final List<Violation> violations = new ArrayList<>();
    private final DeliveryCheck<Need> needs;
    private final DeliveryCheck<AidCase> cases;
    private final DeliveryCheck<AidRecord> aid;
    private final Map<NeedId, NeedState> reported = new HashMap<>();
    private final Map<String, Instant> postponed = new HashMap<>();

    Judge(World world) {
        this.world = world;
        this.capacity = new CapacityCheck(this::violation, id -> world.aid.find(id));
        this.grid = new GridJudge(world, this::violation);
        this.needs = new DeliveryCheck<>("need", this::violation, id -> world.needs.history(id));
        this.cases = new DeliveryCheck<>("case", this::violation, id -> world.cases.history(id));
        this.aid = new DeliveryCheck<>("aid", this::violation, id -> world.aid.history(id));
    }

    void violation(String invariant, String text) {
        violations.add(new Violation(invariant, text));
        world.tell("** " + violations.getLast());
    }

    List<Violation> violations() {
        return violations;
    }

    /** One new event of a document. */
    record Told<H, P>(String token, H happened, P state) {}

    void appended(OutgoingEvent event) {
        if (event.topic().equals(Topic.NEEDS.topicName())) {
            needs.appended(event);
        } else if (event.topic().equals(Topic.DISPATCH.topicName())) {
            cases.appended(event);
        } else if (event.topic().equals(Topic.RESOLUTIONS.topicName())) {
            aid.appended(event);
        }
    }

    void needWritten(@Nullable Stored<Need> before, Stored<Need> after) {
        String stands = before == null ? "NONE" : before.state().withdrawn() ? "WITHDRAWN" : "STANDS";
        for (Told<NeedEvent, NeedState> told : told(before, after, NEEDS, NeedState.class)) {
            String next = told.state.withdrawn() ? "WITHDRAWN" : "STANDS";
            if (before == null) {
                reported.put(told.state.need(), told.state);
            }
            require(Paths.ofNeed(told.token, stands, next), "I4", after.id() + ": " + told.token + " leads from "
                    + stands + " to " + next);
            stands = next;
        }
        if (before != null && before.state().progress() != null && (after.state().progress() == null
                || before.state().progress().order().isAfter(after.state().progress().order()))) {
            violation("I4", "need " + after.id() + " shows the case at " + after.state().progress().order()
                    + " after it showed " + before.state().progress().order());
        }
        once(before, after);
    }

    void caseWritten(@Nullable Stored<AidCase> before, Stored<AidCase> after) {
        CaseState state = before == null ? null : before.state().shown();
        for (Told<CaseEvent, CaseState> told : told(before, after, CASES, CaseState.class)) {
            String from = state == null ? "NONE" : state.status().name();
            require(Paths.ofCase(told.token, from, told.state.status().name()), "I4",
                    "case " + after.id() + ": " + told.token + " leads from " + from + " to " + told.state.status());
            grid.told(state, told.happened, told.state, after.state());
            Cells.count(world, state, told.happened);
            state = told.state;
        }
        if (before != null && (before.state().appliedNeed().isAfter(after.state().appliedNeed())
                || before.state().appliedAid().isAfter(after.state().appliedAid()))) {
            violation("I4", "case " + after.id() + " goes back behind what it had applied");
        }
        once(before, after);
        lawful(after.state());
    }

    void aidWritten(@Nullable Stored<AidRecord> before, Stored<AidRecord> after) {
        AidState state = before == null || before.state().wanted() == null ? null : before.state().published();
        for (Told<AidEvent, AidState> told : told(before, after, AID, AidState.class)) {
            String from = state == null || state.referral() == null ? "NONE" : state.referral().status().name();
            String to = told.state.referral() == null ? "NONE" : told.state.referral().status().name();
            require(Paths.ofAid(told.token, from, to), "I4",
                    "referral of " + after.id() + ": " + told.token + " leads from " + from + " to " + to);
            answer(state == null ? null : state.answer(), told.state);
            capacity.told(told.state);
            state = told.state;
        }
        if (before != null && before.state().wanted() != null && (after.state().wanted() == null
                || before.state().wanted().heard().isAfter(after.state().wanted().heard()))) {
            violation("I4", "aid record " + after.id() + " goes back behind what it had heard");
        }
        once(before, after);
    }

    private void answer(AidState.@Nullable Answer before, AidState after) {
        AidState.Answer now = after.answer();
        if (before != null && (now == null || now.ordinal() < before.ordinal()
                || now.ordinal() == before.ordinal() && !now.equals(before))) {
            violation("I7", after.need() + " had the final answer " + before + ", now it is " + now);
        }
    }

    /** What happened stays as it was; a person's act is done once, however often it is sent. */
    private void once(@Nullable Stored<?> before, Stored<?> after) {
        if (before != null) {
            kept(before, after);
        }
        String act = world.operation().act;
        if (act != null && before != null
                && after.acts().stream().filter(one -> one.key().equals(act)).count() > 1) {
            violation("I2", after.id() + ": the act " + act + " is done twice");
        }
    }

    private void kept(Stored<?> before, Stored<?> after) {
        if (after.history().isEmpty() || before.history().isEmpty()) {
            return;
        }
        int moved = (int) (after.history().getFirst().order().sequence()
                - before.history().getFirst().order().sequence());
        List<Stored.HistoryEntry> known = before.history().subList(moved, before.history().size());
        if (after.history().size() < known.size() || !after.history().subList(0, known.size()).equals(known)) {
            violation("I4", after.id() + " had the history " + types(known) + ", now it is " + types(after.history()));
        }
    }

    private static List<String> types(List<Stored.HistoryEntry> entries) {
        return entries.stream().map(one -> one.order().sequence() + " " + one.type()).toList();
    }

    /** An open case waits for somebody, until a time, and somebody will look. */
    private void lawful(AidCase one) {
        CaseState shown = one.shown();
        boolean closed = shown.status() == CaseStatus.CLOSED;
        boolean waits = shown.responsible() != null && one.wakeAt() != null
                && (shown.dueAt() != null || shown.reviewAt() != null);
        if (closed ? shown.closeReason() == null || shown.responsible() != null : !waits) {
            violation("I3", "case " + one.id() + " is " + shown.status() + " and waits for nothing");
        }
    }

    private void require(boolean holds, String invariant, String otherwise) {
        if (!holds) {
            violation(invariant, otherwise);
        }
    }

    private static <S, H extends Happening, P extends PublicState> List<Told<H, P>> told(
            @Nullable Stored<S> before, Stored<S> after, EventCodec<H, P> codec, Class<P> stateType) {
        List<Told<H, P>> told = new ArrayList<>();
        if (after.unpublished() == null) {
            return told;
        }
        for (Stored.UnpublishedEvent event : after.unpublished().events()) {
            if (before == null || event.order().isAfter(before.order())) {
                JsonNode data = JSON.readTree(event.data());
                told.add(new Told<>(event.type(), codec.happened(event.type(), data.get("happened").toString()),
                        JSON.treeToValue(data.get("state"), stateType)));
            }
        }
        return told;
    }

    void postponed(String id) {
        postponed.put(id, world.now.plus(Duration.ofMinutes(6)));
    }

    /** A sweep of what is overdue went through without trouble: nothing overdue may be left. */
    void sweptOverdue(Instance by) {
        for (Stored<AidCase> one : world.cases.all()) {
            CaseState shown = one.state().shown();
            boolean late = shown.dueAt() != null && shown.dueAt().isBefore(world.now.plus(by.skew).minus(MOST_LATE));
            boolean goesUp = shown.responsible() != null
                    && shown.responsible().level() != cn.twonets.events.GridLevel.CITY;
            if (late && goesUp && !world.now.isBefore(postponed.getOrDefault(one.id(), Instant.MIN))) {
                violation("I8", "case " + one.id() + " was due at " + shown.dueAt() + " and was not escalated by "
                        + world.now);
            }
        }
    }

    void atAnyInstant() {
        Collection<Stored<AidRecord>> records = world.aid.all();
        needs.atAnyInstant(world.needs.all());
        cases.atAnyInstant(world.cases.all());
        aid.atAnyInstant(records);
        capacity.atAnyInstant(world.pools.all(), records);
        for (NeedId id : accepted.keySet()) {
            require(world.needs.find(id.value()).isPresent(), "I1", id + " was accepted and is not there");
        }
    }

    /** Everything was delivered and swept. */
    void afterDrain() {
        atAnyInstant();
        for (Stored<Need> one : world.needs.all()) {
            Content content = accepted.get(one.state().id());
            NeedState first = reported.get(one.state().id());
            require(content != null, "I2", one.id() + " is there, and nobody was ever told so");
            require(content == null || first != null && content.category().equals(first.category())
                    && content.urgency() == first.urgency() && content.parties() == first.parties(), "I1",
                    one.id() + " was reported as " + content + ", and came in as " + first);
        }
        needs.afterDrain(world.needs.all());
        cases.afterDrain(world.cases.all());
        aid.afterDrain(world.aid.all());
        capacity.afterDrain(world.pools.all(), world.aid.all());
    }
}
