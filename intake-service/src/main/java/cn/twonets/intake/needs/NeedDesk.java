package cn.twonets.intake.needs;

import cn.twonets.delivery.Act;
import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.Categories;
import cn.twonets.events.EventOrder;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Scope;
import cn.twonets.intake.Fault;
import cn.twonets.intake.households.Household;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where the village reports needs and says what it wants and how it went. */
public final class NeedDesk {
    private static final int PAGE = 200;
    private static final Fault UNKNOWN_HOUSEHOLD = new Fault("/household", "unknown-household");

    private final Aggregates<Need, NeedEvent> aggregates;
    private final Needs needs;
    private final Households households;
    private final Categories categories;
    private final GridDirectory grid;
    private final Safe safe;
    private final Clock clock;

    public NeedDesk(Aggregates<Need, NeedEvent> aggregates, Needs needs, Households households, Categories categories,
            GridDirectory grid, Safe safe, Clock clock) {
        this.aggregates = aggregates;
        this.needs = needs;
        this.households = households;
        this.categories = categories;
        this.grid = grid;
        this.safe = safe;
        this.clock = clock;
    }

    /**
     * Who acts.
     *
     * @param post the caller's post
     * @param scope what the caller may see
     * @param cause what it is part of
     */
    public record Actor(PostId post, Scope scope, Cause cause) {}

    /**
     * An act on a need that is there.
     *
     * @param need the need
     * @param actor who acts
     * @param act makes it safe to repeat
     * @param seen whether the caller saw the need at this sequence
     */
    public record Acting(NeedId need, Actor actor, Act act, LongPredicate seen) {}

    /**
     * Accepts needs, each for itself: all households in one question, all inserts in one write, events at once but not
     * waited for. Requests that were accepted before are found again.
     *
     * @return what became of each, by id
     */
    public Map<NeedId, Submitted> submit(Actor actor, List<Submission> submissions) {
        Instant now = clock.instant();
        Map<HouseholdId, Household> known = households
                .findAll(submissions.stream().map(Submission::household).distinct().toList(), actor.scope());
        Set<HouseholdId> erased = keysFor(submissions, known);
        Map<NeedId, Submitted> results = new LinkedHashMap<>();
        Map<String, Change<Need, NeedEvent, Submitted>> changes = new LinkedHashMap<>();
        Map<NeedId, Submission> faulty = new LinkedHashMap<>();
        for (Submission submission : submissions) {
            Household household = erased.contains(submission.household())
                    ? null
                    : known.get(submission.household());
            List<Fault> faults = faults(submission, household, now);
            if (household == null || !faults.isEmpty()) {
                faulty.put(submission.id(), submission);
                results.put(submission.id(), new Submitted.Refused(faults));
            } else {
                String requestMark = requestMark(submission);
                changes.put(
                        submission.id().value(),
                        Change.of(actor.cause(), current -> accept(actor, submission, household, requestMark, now,
                                current)));
            }
        }
        if (!changes.isEmpty()) {
            aggregates.change(changes, Publish.SOON)
                    .forEach((id, changed) -> results.put(new NeedId(id), submitted(changed)));
        }
        if (!faulty.isEmpty()) {
            acceptedBefore(faulty, actor.scope()).forEach(results::put);
        }
        return results;
    }

    /** Gets at hand what the descriptions are sealed with; a submission without one needs no key. */
    private Set<HouseholdId> keysFor(List<Submission> submissions, Map<HouseholdId, Household> known) {
        return safe.prepare(submissions.stream()
                .filter(one -> one.content().description() != null && known.containsKey(one.household()))
                .map(Submission::household)
                .collect(Collectors.toSet()));
    }

    /** Corrects what was reported. {@code edit} makes the new content of the present one; may be asked several times. */
    public Acted amend(Acting acting, UnaryOperator<Content> edit) {
        return act(acting, Verb.AMEND, need -> {
            Content before = content(need);
            Content after = edit.apply(before);
            List<Fault> faults = after.faults(categories);
            if (!faults.isEmpty()) {
                return Decision.unchanged(new Acted.Refused(faults));
            }
            Content whole = after.withKinds(categories);
            List<String> fields = changedFields(before, whole);
            if (fields.isEmpty()) {
                return Decision.unchanged(new Acted.Done(need));
            }
            boolean onlyDescription = fields.equals(List.of("description"));
            Sealed description = fields.contains("description")
                    ? seal(need.household(), need.id(), whole.description())
                    : need.description();
            Need amended = need.withContent(whole, description, !onlyDescription);
            return step(new NeedEvent.Amended(acting.actor().post(), fields), amended);
        });
    }

    /** Takes a need back. */
    public Acted withdraw(Acting acting, WithdrawalReason reason) {
        return act(
                acting,
                Verb.WITHDRAW,
                need -> need.withdrawn()
                        ? Decision.unchanged(new Acted.NotAllowed(Verb.WITHDRAW, need.status()))
                        : step(new NeedEvent.Withdrawn(acting.actor().post(), reason.code()), need.takenBack()));
    }

    /**
     * Says whether the resolution helped.
     *
     * @param round the round that is answered; null for the present one
     */
    public Acted confirm(Acting acting, Outcome outcome, @Nullable Integer round) {
        return act(acting, Verb.CONFIRM, need -> Confirmation.decide(need, acting.actor().post(), outcome, round));
    }

    /** What was written about a need; empty where nothing was, and once its household was erased. */
    public Optional<Protected> description(Need need) {
        return need.description() == null || !safe.prepare(List.of(need.household())).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        safe.open(need.description(), Need.ownerOfDescription(need.household(), need.id())));
    }

    /**
     * Takes away what was written about all needs of an erased household; what they were about, and what became of them,
     * stays. The same again changes nothing.
     */
    public void forget(HouseholdId household, Cause cause) {
        String before = null;
        for (List<Need> page = needs.of(household, null, PAGE); !page.isEmpty(); page = needs
                .of(household, before, PAGE)) {
            Map<String, Change<Need, NeedEvent, Boolean>> changes = new LinkedHashMap<>();
            page.forEach(need -> changes.put(need.id().value(), Change.of(cause, NeedDesk::forgotten)));
            aggregates.change(changes, Publish.SOON);
            before = page.getLast().listKey();
        }
    }

    private static Decision<Need, NeedEvent, Boolean> forgotten(@Nullable Need need) {
        return need == null || need.description() == null && need.requestMark().isEmpty()
                ? Decision.unchanged(false)
                : Decision.silently(need.forgotten(), true);
    }

    /** Whose needs these are; unknown ones are left out. */
    public Map<NeedId, HouseholdId> households(List<NeedId> ids) {
        Map<NeedId, HouseholdId> found = new LinkedHashMap<>();
        aggregates.findAll(ids.stream().map(NeedId::value).distinct().toList())
                .values()
                .forEach(stored -> found.put(stored.state().id(), stored.state().household()));
        return found;
    }

    /** What happened to a need in the village, oldest first. */
    public List<Stored.HistoryEntry> history(NeedId id) {
        return aggregates.history(id.value());
    }

    private List<Fault> faults(Submission submission, @Nullable Household household, Instant now) {
        List<Fault> faults = new ArrayList<>();
        if (household == null) {
            faults.add(UNKNOWN_HOUSEHOLD);
        }
        faults.addAll(submission.content().faults(categories));
        PostId helpedBy = submission.basis().helpedBy();
        if (helpedBy != null && grid.scopeOf(helpedBy, now).units().isEmpty()) {
            faults.add(new Fault("/basis/helpedBy", "unknown-post"));
        }
        Instant consentedAt = submission.basis().at();
        if (consentedAt != null && consentedAt.isAfter(now)) {
            faults.add(new Fault("/basis/at", "in-the-future"));
        }
        return faults;
    }

    private Decision<Need, NeedEvent, Submitted> accept(Actor actor, Submission submission, Household household,
            String requestMark, Instant now, @Nullable Need current) {
        if (current != null) {
            // an old key shows nobody what has left its scope since
            return Decision.unchanged(isWithin(current, actor.scope())
                    ? repeated(current, requestMark)
                    : new Submitted.Refused(List.of(UNKNOWN_HOUSEHOLD)));
        }
        Content content = submission.content().withKinds(categories);
        Need need = new Need(
                EventOrder.NONE.next(),
                submission.id(),
                household.id(),
                household.unit(),
                household.ancestors(),
                content.category(),
                content.urgency(),
                content.stabilityRisk(),
                content.aidKinds(),
                content.parties(),
                actor.post(),
                submission.basis(),
                seal(household.id(), submission.id(), content.description()),
                now,
                Need.listKey(now, submission.id()),
                requestMark,
                1,
                false,
                1,
                null,
                0,
                null);
        return Decision.changed(
                List.of(new Decision.Step<>(new NeedEvent.Submitted(actor.post(), submission.basis()), need)),
                new Submitted.Created(need));
    }

    private static Submitted submitted(Changed<Need, Submitted> changed) {
        return switch (changed) {
            case Changed.Decided<Need, Submitted> decided -> decided.answer();
            case Changed.Repeated<Need, Submitted> repeated -> new Submitted.Duplicate(repeated.stored().state());
            case Changed.KeyReused<Need, Submitted> reused -> new Submitted.KeyReused();
            case Changed.Stale<Need, Submitted> stale -> throw new IllegalStateException("no sequence was expected");
        };
    }

    /**
     * What was accepted once stays accepted, though the household has left the scope or the categories have changed. A
     * need that has itself left the scope is refused as it was: its caller learns nothing more of it, not even that it
     * reported it.
     */
    private Map<NeedId, Submitted> acceptedBefore(Map<NeedId, Submission> faulty, Scope scope) {
        Map<NeedId, Submitted> earlier = new LinkedHashMap<>();
        aggregates.findAll(faulty.keySet().stream().map(NeedId::value).toList()).forEach((id, stored) -> {
            NeedId need = new NeedId(id);
            if (isWithin(stored.state(), scope)) {
                earlier.put(need, repeated(stored.state(), requestMark(faulty.get(need))));
            }
        });
        return earlier;
    }

    private static boolean isWithin(Need need, Scope scope) {
        return need.ancestors().stream().anyMatch(scope.units()::contains);
    }

    private static Submitted repeated(Need need, String requestMark) {
        return need.requestMark().equals(requestMark) ? new Submitted.Duplicate(need) : new Submitted.KeyReused();
    }

    private String requestMark(Submission submission) {
        return safe.mark("request", submission.bodyHash());
    }

    private Acted act(Acting acting, Verb verb,
            Function<Need, Decision<Need, NeedEvent, Acted>> then) {
        if (needs.find(acting.need(), acting.actor().scope()).isEmpty()) {
            return new Acted.Unknown();
        }
        // keyed: the body may hold a description, and a bare digest of that could be guessed
        Act act = new Act(acting.act().key(), safe.mark("request", acting.act().bodyHash()));
        Change<Need, NeedEvent, Acted> change = new Change<>(acting.actor().cause(), act, null, need -> {
            if (need == null || !isWithin(need, acting.actor().scope())) {
                return Decision.unchanged(new Acted.Unknown());
            }
            if (!acting.seen().test(need.order().sequence())) {
                return Decision.unchanged(new Acted.Stale());
            }
            NeedStatus status = need.status();
            return status.allows(verb) ? then.apply(need) : Decision.unchanged(new Acted.NotAllowed(verb, status));
        });
        return switch (aggregates.change(acting.need().value(), change, Publish.SOON)) {
            case Changed.Decided<Need, Acted> decided -> decided.answer();
            case Changed.Repeated<Need, Acted> repeated -> new Acted.Done(repeated.stored().state());
            case Changed.KeyReused<Need, Acted> reused -> new Acted.KeyReused();
            case Changed.Stale<Need, Acted> stale -> new Acted.Stale();
        };
    }

    static Decision<Need, NeedEvent, Acted> step(NeedEvent happened, Need after) {
        return Decision.changed(List.of(new Decision.Step<>(happened, after)), new Acted.Done(after));
    }

    private Content content(Need need) {
        return new Content(need.category(), need.urgency(), need.stabilityRisk(), need.aidKinds(), need.parties(),
                description(need).orElse(null));
    }

    private static List<String> changedFields(Content before, Content after) {
        List<String> fields = new ArrayList<>();
        if (!before.category().equals(after.category())) {
            fields.add("category");
        }
        if (before.urgency() != after.urgency()) {
            fields.add("urgency");
        }
        if (before.stabilityRisk() != after.stabilityRisk()) {
            fields.add("stabilityRisk");
        }
        if (!before.aidKinds().equals(after.aidKinds())) {
            fields.add("aidKinds");
        }
        if (before.parties() != after.parties()) {
            fields.add("parties");
        }
        if (!Objects.equals(before.description(), after.description())) {
            fields.add("description");
        }
        return fields;
    }

    private @Nullable Sealed seal(HouseholdId household, NeedId id, @Nullable Protected description) {
        return description == null ? null : safe.seal(description, Need.ownerOfDescription(household, id));
    }
}
