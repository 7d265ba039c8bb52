package cn.twonets.reconciliation;

import cn.twonets.delivery.OwnerStates;
import cn.twonets.events.Event;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.reconciliation.Following.Kept;
import cn.twonets.reconciliation.Standing.How;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A consumer against the owner of what it follows: walks the owner's states and asks the consumer what it would make of
 * each. A state that it still has not taken in after it has read its topic to the end, looked at three times, is a
 * difference; handing it to the consumer's handler heals it.
 */
public final class FollowingCheck<H extends Happening, P extends PublicState> implements Check {
    private static final int LOOKS = 3;

    private final Following<H, P> following;
    private final OwnerStates<H, P> owner;
    private final CaughtUp caughtUp;
    private final int page;

    public FollowingCheck(Following<H, P> following, OwnerStates<H, P> owner, CaughtUp caughtUp) {
        this(following, owner, caughtUp, OwnerStates.MOST);
    }

    FollowingCheck(Following<H, P> following, OwnerStates<H, P> owner, CaughtUp caughtUp, int page) {
        this.following = following;
        this.owner = owner;
        this.caughtUp = caughtUp;
        this.page = page;
    }

    @Override
    public String name() {
        return topic() + " followed by " + following.subscription().consumer();
    }

    private String topic() {
        return following.subscription().family().topic().topicName();
    }

    @Override
    public void run(Ledger ledger) {
        Map<String, Candidate<H, P>> pending = new LinkedHashMap<>();
        String after = "";
        while (after != null) {
            // What is kept here is read before what the owner has: the owner always knows first.
            Kept kept = following.kept(after, page);
            OwnerStates.Page<H, P> theirs = owner.walk(after.isEmpty() ? null : after, page);
            ledger.walked(topic() + " states", theirs.states().size());
            ledger.undecided(theirs.unreadable().size());
            pending.putAll(candidates(theirs.states()));
            compareKept(kept, theirs, ledger);
            after = theirs.next();
            if (pending.size() >= page || after == null) {
                settle(pending, ledger);
                pending.clear();
            }
        }
    }

    private void compareKept(Kept kept, OwnerStates.Page<H, P> theirs, Ledger ledger) {
        Set<String> known = new HashSet<>();
        theirs.states().forEach(event -> known.add(event.state().aggregate()));
        known.addAll(theirs.unreadable());
        List<Difference> unknown = new ArrayList<>();
        Kept more = kept;
        while (more != null) {
            for (String id : more.ids()) {
                if (isWithin(id, theirs) && !known.contains(id) && owner.find(id).isEmpty()) {
                    unknown.add(new Difference(DifferenceKind.UNKNOWN_TO_OWNER, id, topic()));
                }
            }
            more = more.next() != null && isWithin(more.next(), theirs) ? following.kept(more.next(), page) : null;
        }
        ledger.remain(unknown);
    }

    private static boolean isWithin(String id, OwnerStates.Page<?, ?> theirs) {
        return theirs.next() == null || id.compareTo(theirs.next()) <= 0;
    }

    /** Waits once for many: while the product is busy nearly every page holds something that is on its way. */
    private void settle(Map<String, Candidate<H, P>> pending, Ledger ledger) {
        Map<String, Candidate<H, P>> candidates = pending;
        boolean decided = true;
        for (int look = 1; look <= LOOKS && !candidates.isEmpty(); look++) {
            caughtUp.moment(look);
            decided = caughtUp.await(following.subscription());
            candidates = stillSo(candidates);
        }
        if (candidates.isEmpty()) {
            return;
        }
        if (!decided) {
            ledger.undecided(candidates.size());
            return;
        }
        List<Difference> found = differences(candidates.values());
        ledger.settle(found, ledger.heals() ? differences(healed(candidates).values()) : found);
    }

    private record Candidate<H extends Happening, P extends PublicState>(Event<H, P> event, How how, Standing first) {}

    private Map<String, Candidate<H, P>> candidates(List<Event<H, P>> states) {
        Map<String, Standing> standings = following.standings(states);
        Map<String, Candidate<H, P>> candidates = new LinkedHashMap<>();
        for (Event<H, P> event : states) {
            Standing standing = standings.get(event.state().aggregate());
            if (standing != null && standing.how() != How.CURRENT) {
                candidates.put(event.state().aggregate(), new Candidate<>(event, standing.how(), standing));
            }
        }
        return candidates;
    }

    /** Those that still have not taken in the very state that they had not, or know more than the owner does now. */
    private Map<String, Candidate<H, P>> stillSo(Map<String, Candidate<H, P>> before) {
        Map<String, Standing> standings = following.standings(
                before.values().stream().map(Candidate::event).toList());
        Map<String, Candidate<H, P>> left = new LinkedHashMap<>();
        before.forEach((id, candidate) -> {
            Standing now = standings.get(id);
            boolean so = candidate.how() == How.AHEAD
                    ? isAhead(id, candidate.first())
                    : now != null && (now.how() == How.NEVER_HEARD || now.how() == How.BEHIND);
            if (so) {
                left.put(id, candidate);
            }
        });
        return left;
    }

    /** The consumer's order was read before; should the owner be older even now, no race explains it. */
    private boolean isAhead(String id, Standing before) {
        Optional<Event<H, P>> now = owner.find(id);
        return now.isPresent() && before.applied().isAfter(now.get().state().order());
    }

    /** Hands over what can be handed over; returns what a last look still finds. */
    private Map<String, Candidate<H, P>> healed(Map<String, Candidate<H, P>> candidates) {
        List<Event<H, P>> missed = candidates.values()
                .stream()
                .filter(candidate -> candidate.how() != How.AHEAD)
                .map(Candidate::event)
                .toList();
        for (int from = 0; from < missed.size(); from += page) {
            following.subscription().handler().handle(missed.subList(from, Math.min(from + page, missed.size())));
        }
        return stillSo(candidates);
    }

    private List<Difference> differences(Collection<Candidate<H, P>> candidates) {
        return candidates.stream().map(candidate -> new Difference(
                switch (candidate.how()) {
                    case NEVER_HEARD -> DifferenceKind.NEVER_HEARD;
                    case AHEAD -> DifferenceKind.AHEAD;
                    default -> DifferenceKind.BEHIND;
                },
                candidate.event().state().aggregate(),
                "%s: owner %s, applied %s".formatted(
                        topic(), candidate.event().state().order(), candidate.first().applied())))
                .toList();
    }
}
