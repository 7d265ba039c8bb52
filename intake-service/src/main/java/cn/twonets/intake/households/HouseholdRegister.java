package cn.twonets.intake.households;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Changed;
import cn.twonets.delivery.Decider;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.Stored;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.GridLevel;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Scope;
import cn.twonets.grid.UnitLookup;
import cn.twonets.intake.Fault;
import cn.twonets.intake.privacy.ErasedException;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.UnreadableException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Enters households into the register and changes them. */
public final class HouseholdRegister {
    private final Aggregates<Household, HouseholdEvent> aggregates;
    private final Households households;
    private final Vault vault;
    private final Safe safe;
    private final GridDirectory grid;
    private final UnitLookup unitLookup;
    private final Clock clock;

    public HouseholdRegister(Aggregates<Household, HouseholdEvent> aggregates, Households households, Vault vault,
            Safe safe, GridDirectory grid, UnitLookup unitLookup, Clock clock) {
        this.aggregates = aggregates;
        this.households = households;
        this.vault = vault;
        this.safe = safe;
        this.grid = grid;
        this.unitLookup = unitLookup;
        this.clock = clock;
    }

    /**
     * Enters a new household. The same request again finds the household that it made.
     *
     * @param bodyHash digest of the request's body; kept keyed, since what it digests could be guessed
     */
    public Entered register(Entry entry, String bodyHash, Contents contents) {
        String requestMark = safe.mark("request", bodyHash);
        Optional<Stored<Household>> earlier = aggregates.find(entry.id().value());
        if (earlier.isPresent() && !isOrWasWithin(earlier.get().state(), entry.scope())) {
            // an old key shows nobody what has left its scope since
            return new Entered.Refused(List.of(new Fault("/unit", "unknown-unit")));
        }
        if (earlier.isPresent()) {
            return repeated(earlier.get().state(), requestMark);
        }
        if (safe.prepare(List.of(entry.id())).contains(entry.id())) {
            return new Entered.KeyReused();
        }
        Instant now = clock.instant();
        List<Fault> faults = new ArrayList<>();
        Optional<Household.Place> place = place(contents.unit(), entry.scope(), faults);
        checkHelper(contents.helper(), now, faults);
        checkNotRegistered(entry, contents.personal(), faults);
        if (!faults.isEmpty() || place.isEmpty()) {
            return new Entered.Refused(faults);
        }
        return change(entry, current -> {
            if (current != null) {
                return Decision.unchanged(repeated(current, requestMark));
            }
            Household household = new Household(
                    EventOrder.NONE.next(),
                    entry.id(),
                    place.get().unit(),
                    place.get().ancestors(),
                    contents.helper(),
                    vault.sealPersonal(entry.id(), contents.personal()),
                    vault.sealFacts(entry.id(), contents.facts()),
                    marks(contents.personal()),
                    1,
                    entry.by(),
                    now,
                    requestMark);
            return Decision.changed(
                    List.of(new Decision.Step<>(new HouseholdEvent.Registered(entry.by()), household)),
                    new Entered.Done(household, true));
        });
    }

    /** An erased one lies in no scope any more, but its unit is still known. */
    private boolean isOrWasWithin(Household household, Scope scope) {
        return household.isErased()
                ? grid.tree().unit(household.unit()).isPresent()
                        && grid.tree().pathUp(household.unit()).stream().anyMatch(scope.units()::contains)
                : isWithin(household, scope);
    }

    /**
     * Changes a household.
     *
     * @param seen whether the caller saw this revision
     * @param edit makes the new contents of the present ones; may be asked several times
     */
    public Entered amend(Entry entry, LongPredicate seen, UnaryOperator<Contents> edit) {
        Optional<Household> found = households.find(entry.id(), entry.scope());
        if (found.isEmpty() || safe.prepare(List.of(entry.id())).contains(entry.id())) {
            return new Entered.Unknown();
        }
        return change(entry, current -> {
            if (current == null || !isWithin(current, entry.scope())) {
                return Decision.unchanged(new Entered.Unknown());
            }
            if (!seen.test(current.revision())) {
                return Decision.unchanged(new Entered.Stale());
            }
            return amended(entry, current, edit);
        });
    }

    /** The contents of a household, in the clear; empty once it was erased. */
    public Optional<Contents> contents(Household household) {
        return household.isErased() || !safe.prepare(List.of(household.id())).isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Contents(household.unit(), household.helper(), vault.openPersonal(household),
                                vault.openFacts(household)));
    }

    /** Where a household was that was erased; empty for all others. */
    public Optional<GridCode> placeOfErased(HouseholdId id) {
        return aggregates.find(id.value()).map(Stored::state).filter(Household::isErased).map(Household::unit);
    }

    /**
     * Takes away everything about a household that is not statistics. The same again changes nothing.
     *
     * @param by who asked for it
     */
    public void forget(HouseholdId id, PostId by, Cause cause) {
        Decider<Household, HouseholdEvent, Boolean> decider = current -> {
            if (current == null || current.isErased()) {
                return Decision.unchanged(false);
            }
            Household erased = current.erased();
            return current.helper() == null
                    ? Decision.silently(erased, true)
                    : Decision.changed(List.of(new Decision.Step<>(new HouseholdEvent.Moved(by), erased)), true);
        };
        aggregates.change(id.value(), Change.of(cause, decider), Publish.SOON);
    }

    private Decision<Household, HouseholdEvent, Entered> amended(Entry entry, Household current,
            UnaryOperator<Contents> edit) {
        Contents before = contents(current).orElseThrow(() -> new ErasedException(entry.id()));
        Contents after = edit.apply(before);
        if (after.equals(before)) {
            return Decision.unchanged(new Entered.Done(current, true));
        }
        Instant now = clock.instant();
        List<Fault> faults = new ArrayList<>();
        Household.Place place = new Household.Place(current.unit(), current.ancestors());
        if (!after.unit().equals(before.unit())) {
            place = place(after.unit(), entry.scope(), faults).orElse(place);
        }
        boolean sameHelper = Objects.equals(after.helper(), before.helper());
        if (!sameHelper) {
            checkHelper(after.helper(), now, faults);
        }
        if (!after.personal().equals(before.personal())) {
            checkNotRegistered(entry, after.personal(), faults);
        }
        if (!faults.isEmpty()) {
            return Decision.unchanged(new Entered.Refused(faults));
        }
        Household revised = current.revised()
                .withPrivate(
                        after.personal().equals(before.personal())
                                ? current.personal()
                                : vault.sealPersonal(entry.id(), after.personal()),
                        after.facts().equals(before.facts())
                                ? current.facts()
                                : vault.sealFacts(entry.id(), after.facts()),
                        marks(after.personal()));
        if (sameHelper && after.unit().equals(before.unit())) {
            return Decision.silently(revised, new Entered.Done(revised, true));
        }
        Household moved = revised.moved(place, after.helper());
        return Decision.changed(
                List.of(new Decision.Step<>(new HouseholdEvent.Moved(entry.by()), moved)),
                new Entered.Done(moved, true));
    }

    private Entered change(Entry entry, Decider<Household, HouseholdEvent, Entered> decider) {
        return switch (aggregates.change(entry.id().value(), Change.of(entry.cause(), decider), Publish.SOON)) {
            case Changed.Decided<Household, Entered> decided -> decided.answer();
            case Changed.Repeated<Household, Entered> repeated -> new Entered.Done(repeated.stored().state(), false);
            case Changed.KeyReused<Household, Entered> reused -> new Entered.KeyReused();
            case Changed.Stale<Household, Entered> stale -> new Entered.Stale();
        };
    }

    private static boolean isWithin(Household household, Scope scope) {
        return household.ancestors().stream().anyMatch(scope.units()::contains);
    }

    private static Entered repeated(Household household, String requestMark) {
        return household.requestMark().equals(requestMark)
                ? new Entered.Done(household, false)
                : new Entered.KeyReused();
    }

    /** A unit outside the scope is refused in the same words as one that does not exist. */
    private Optional<Household.Place> place(GridCode unit, Scope scope, List<Fault> faults) {
        Optional<UnitLookup.Known> known = grid.unit(unit, scope, unitLookup);
        if (known.isEmpty()) {
            faults.add(new Fault("/unit", "unknown-unit"));
            return Optional.empty();
        }
        GridLevel level = known.get().unit().level();
        if (level != GridLevel.GROUP && level != GridLevel.VILLAGE) {
            faults.add(new Fault("/unit", "unit-not-group-or-village"));
            return Optional.empty();
        }
        if (known.get().unit().validTo() != null) {
            faults.add(new Fault("/unit", "unit-ended"));
            return Optional.empty();
        }
        return Optional.of(new Household.Place(unit, known.get().pathUp()));
    }

    private void checkHelper(@Nullable PostId helper, Instant now, List<Fault> faults) {
        if (helper != null && grid.scopeOf(helper, now).units().isEmpty()) {
            faults.add(new Fault("/helper", "unknown-post"));
        }
    }

    /** Within the caller's scope only: that somebody is registered elsewhere is not for this caller to know. */
    private void checkNotRegistered(Entry entry, Personal personal, List<Fault> faults) {
        Map<String, String> pointers = new LinkedHashMap<>();
        List<Person> everybody = personal.everybody();
        for (int i = 0; i < everybody.size(); i++) {
            IdentityNumber number = everybody.get(i).identityNumber();
            if (number != null) {
                String pointer = (i == 0 ? "/personal" : "/personal/members/" + (i - 1)) + "/identityNumber";
                if (pointers.put(vault.mark(number), pointer) != null) {
                    faults.add(new Fault(pointer, "identity-number-repeated"));
                }
            }
        }
        if (pointers.isEmpty()) {
            return;
        }
        for (Household other : households.withMark(pointers.keySet(), entry.scope())) {
            if (!other.id().equals(entry.id())) {
                other.identityMarks()
                        .stream()
                        .filter(pointers::containsKey)
                        .forEach(mark -> faults.add(new Fault(pointers.get(mark), "already-registered")));
            }
        }
    }

    private List<String> marks(Personal personal) {
        return personal.everybody().stream()
                .map(Person::identityNumber)
                .filter(Objects::nonNull)
                .map(vault::mark)
                .toList();
    }

    /**
     * The facts of many households, for the service that judges eligibility; absent and erased ones are left out.
     *
     * @param unreadable hears of those that cannot be opened, which are left out as well: the others must not wait for them
     */
    public Map<HouseholdId, Facts> facts(List<HouseholdId> ids, Consumer<HouseholdId> unreadable) {
        Map<HouseholdId, Facts> facts = new LinkedHashMap<>();
        Set<HouseholdId> erased = safe.prepare(ids);
        aggregates.findAll(ids.stream().map(HouseholdId::value).distinct().toList())
                .values()
                .stream()
                .map(Stored::state)
                .filter(household -> !household.isErased() && !erased.contains(household.id()))
                .forEach(household -> {
                    try {
                        facts.put(household.id(), vault.openFacts(household));
                    } catch (UnreadableException e) {
                        unreadable.accept(household.id());
                    } catch (ErasedException meanwhile) {
                        // left out like those erased before
                    }
                });
        return facts;
    }
}
