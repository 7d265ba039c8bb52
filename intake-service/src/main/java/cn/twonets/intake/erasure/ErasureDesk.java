package cn.twonets.intake.erasure;

import cn.twonets.delivery.Cause;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import cn.twonets.grid.Scope;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.households.Households;
import cn.twonets.intake.needs.Need;
import cn.twonets.intake.needs.NeedDesk;
import cn.twonets.intake.needs.NeedStatus;
import cn.twonets.intake.needs.Needs;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.HouseholdKeys;
import cn.twonets.intake.privacy.KeptKey;
import cn.twonets.intake.privacy.Safe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases households. The one write that decides is the destruction of the key: from then on nothing can be read, whatever
 * happens next. What is left is taken away at once, and by {@link #finish()} where that was interrupted; each piece may
 * be repeated.
 */
public final class ErasureDesk {
    private static final Logger log = LoggerFactory.getLogger(ErasureDesk.class);
    /** Younger ones are still somebody's work in hand. */
    private static final Duration LEFT_BEHIND = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int PAGE = 200;

    private final Safe safe;
    private final HouseholdKeys keys;
    private final Households households;
    private final HouseholdRegister register;
    private final Needs needs;
    private final NeedDesk desk;
    private final GridDirectory grid;
    private final Clock clock;

    public ErasureDesk(Safe safe, HouseholdKeys keys, Households households, HouseholdRegister register, Needs needs,
            NeedDesk desk, GridDirectory grid, Clock clock) {
        this.safe = safe;
        this.keys = keys;
        this.households = households;
        this.register = register;
        this.needs = needs;
        this.desk = desk;
        this.grid = grid;
        this.clock = clock;
    }

    /**
     * A wish to erase a household.
     *
     * @param household which one
     * @param by the caller's post
     * @param scope what the caller may see
     * @param cause what it is part of
     * @param reason why
     */
    public record Wish(HouseholdId household, PostId by, Scope scope, Cause cause, Reason reason) {}

    /** Erases a household without open needs. The same again finds the first erasure. */
    public Erased erase(Wish wish) {
        if (wish.scope().units().isEmpty()) {
            return new Erased.Unknown();
        }
        // each is asked whatever the others say: a household elsewhere, erased or not, takes the time of one that never was
        boolean begun = keys.find(List.of(wish.household())).get(wish.household()) instanceof KeptKey.Destroyed;
        boolean within = households.find(wish.household(), wish.scope()).isPresent();
        boolean wasWithin = wasWithin(wish.household(), wish.scope());
        if (!within && !(begun && wasWithin)) {
            return new Erased.Unknown();
        }
        int open = begun ? 0 : open(wish.household());
        if (open > 0) {
            return new Erased.NeedsOpen(open);
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Erasure first = safe.erase(wish.household(), new Erasure(now, wish.by(), wish.reason().code()));
        takeAway(new KeptKey.Destroyed(wish.household(), first), wish.cause());
        boolean rewritten = keys.rewriteFiles();
        if (rewritten) {
            keys.leftFiles(wish.household());
        }
        return new Erased.Done(wish.household(), first, rewritten);
    }

    /**
     * Finishes what was interrupted, each household for itself, and asks a store again that has not written its files
     * anew; to be called often.
     */
    public void finish() {
        Instant before = leftBehind();
        List<KeptKey.Destroyed> page = keys.notTakenAway(before, null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(this::tryToTakeAway);
            page = keys.notTakenAway(before, page.getLast().household(), PAGE);
        }
        if (keys.inFiles(before) > 0 && keys.rewriteFiles(PATIENCE)) {
            keys.leftFiles(before);
        }
    }

    /** So many erasures are not finished, those in hand left out. */
    public int unfinished() {
        return keys.unfinished(leftBehind());
    }

    private Instant leftBehind() {
        return clock.instant().minus(LEFT_BEHIND);
    }

    private void tryToTakeAway(KeptKey.Destroyed one) {
        try {
            takeAway(one, new Cause(UUID.randomUUID().toString(), null));
        } catch (RuntimeException e) {
            log.warn("Household {} is erased, but not all of it could be taken away; that is tried again: {}",
                    one.household(), e.getClass().getSimpleName());
        }
    }

    private void takeAway(KeptKey.Destroyed one, Cause cause) {
        register.forget(one.household(), one.erasure().by(), cause);
        desk.forget(one.household(), cause);
        keys.takenAway(one);
    }

    private boolean wasWithin(HouseholdId household, Scope scope) {
        Optional<GridCode> place = register.placeOfErased(household);
        return place.filter(unit -> grid.tree().unit(unit).isPresent())
                .filter(unit -> grid.tree().pathUp(unit).stream().anyMatch(scope.units()::contains))
                .isPresent();
    }

    private int open(HouseholdId household) {
        int open = 0;
        String before = null;
        for (List<Need> page = needs.of(household, null, PAGE); !page.isEmpty(); page = needs
                .of(household, before, PAGE)) {
            open += (int) page.stream().filter(need -> need.status() != NeedStatus.CLOSED).count();
            before = page.getLast().listKey();
        }
        return open;
    }
}
