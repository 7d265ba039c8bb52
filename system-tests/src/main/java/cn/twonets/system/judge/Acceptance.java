package cn.twonets.system.judge;

import cn.twonets.load.ActKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** I1, I2 and I3: what the clients were told, held against what is stored. */
final class Acceptance {
    private static final Map<ActKind, String> LEAVES = Map.of(
            ActKind.ACKNOWLEDGE, "cn.twonets.case.acknowledged.v1",
            ActKind.REFER, "cn.twonets.case.referral-wanted.v1",
            ActKind.ACCEPT, "cn.twonets.referral.accepted.v1",
            ActKind.DELIVER, "cn.twonets.referral.delivered.v1",
            ActKind.CONFIRM, "cn.twonets.need.outcome-confirmed.v1");

    private final Map<Family, Map<String, Kept>> stored;
    private final Verdict verdict;
    private final long now;
    private final Map<String, Set<String>> byContent = new HashMap<>();
    private long lost;
    private long doubled;

    /** @param now the product's time, in milliseconds */
    Acceptance(Map<Family, Map<String, Kept>> stored, long now, Verdict verdict) {
        this.stored = stored;
        this.now = now;
        this.verdict = verdict;
        stored.get(Family.NEED).values()
                .forEach(kept -> byContent.computeIfAbsent(kept.need().contentHash(), hash -> new HashSet<>())
                        .add(kept.id()));
    }

    /**
     * Judges all claims.
     *
     * @param others needs that were there without these clients, and that nobody acts on
     */
    void judge(List<Claim> claims, Set<String> others) {
        Set<String> explained = new HashSet<>(others);
        for (Claim claim : claims) {
            judgeSubmission(claim, explained);
            String need = claim.need();
            if (need != null && stored.get(Family.NEED).containsKey(need)) {
                LEAVES.forEach((kind, type) -> judgeAct(claim, need, kind, type));
                judgeEnd(claim, need);
            }
        }
        others.forEach(this::judgeWaiting);
        for (Kept kept : stored.get(Family.NEED).values()) {
            if (!explained.contains(kept.id())) {
                doubled++;
                verdict.add(Invariant.I1, kept.id(), "is stored, and no client submitted it");
            }
        }
    }

    private void judgeSubmission(Claim claim, Set<String> explained) {
        if (claim.needs().size() > 1) {
            doubled++;
            verdict.add(Invariant.I1, claim.key(), "was answered with several needs: " + claim.needs());
        }
        String need = claim.need();
        Set<String> same = new HashSet<>();
        claim.contentHashes().forEach(hash -> same.addAll(byContent.getOrDefault(hash, Set.of())));
        explained.addAll(same);
        if (need == null) {
            boolean mayBeThere = claim.of(ActKind.SUBMIT) == Claim.Known.UNKNOWN;
            verdict.require(mayBeThere ? same.size() <= 1 : same.isEmpty(), Invariant.I2, claim.key(),
                    "its submission is " + claim.of(ActKind.SUBMIT) + " and the store has " + same);
            return;
        }
        explained.add(need);
        Kept kept = stored.get(Family.NEED).get(need);
        if (kept == null) {
            lost++;
        }
        verdict.require(kept != null, Invariant.I1, need, "was accepted under " + claim.key() + " and is gone");
        if (kept != null) {
            verdict.require(claim.contentHashes().contains(kept.need().contentHash()), Invariant.I1, need,
                    "is stored with another content than was accepted");
        }
        if (same.size() > 1) {
            doubled++;
        }
        verdict.require(same.size() <= 1, Invariant.I1, need, "is stored more than once: " + same);
        if (claim.lostAnAnswer()) {
            verdict.looked(Invariant.I2, 1);
        }
    }

    private void judgeAct(Claim claim, String need, ActKind kind, String type) {
        long times = List.of(Family.values())
                .stream()
                .map(family -> stored.get(family).get(need))
                .filter(kept -> kept != null)
                .flatMap(kept -> kept.history().stream())
                .filter(one -> one.type().equals(type))
                .count();
        Claim.Known known = claim.of(kind);
        boolean right = switch (known) {
            case ACCEPTED -> times >= 1;
            case REFUSED_AFTER_UNKNOWN -> times == 0;
            case NOTHING, REFUSED, UNKNOWN -> true;
        };
        // a wish may lawfully be stated again; all else is done once
        right &= times <= 1 || kind == ActKind.REFER;
        verdict.require(right, Invariant.I2, need, kind + " is " + known + " and happened " + times + " times");
    }

    private void judgeEnd(Claim claim, String need) {
        if (claim.isFinished()) {
            Kept.Case found = judgeCase(need);
            if (found == null) {
                return;
            }
            String shown = stored.get(Family.NEED).get(need).need().status();
            verdict.require(found.status().equals("CLOSED") && found.closeReason().equals("CONFIRMED"), Invariant.I3,
                    need, "was confirmed by its village and is " + found.status() + " " + found.closeReason());
            verdict.require(shown.equals("CLOSED"), Invariant.I3, need,
                    "is closed and shown to the village as " + shown);
        } else {
            judgeWaiting(need);
        }
    }

    private void judgeWaiting(String need) {
        Kept.Case found = judgeCase(need);
        if (found != null) {
            verdict.require(!found.status().equals("CLOSED"), Invariant.I3, need,
                    "was not confirmed and is closed: " + found.closeReason());
            verdict.require(!found.post().isEmpty() && found.dueAt() > now, Invariant.I3, need, "is " + found.status()
                    + ", with " + found.post() + ", due at " + found.dueAt() + " while it is " + now);
        }
    }

    private Kept.@Nullable Case judgeCase(String need) {
        Kept kept = stored.get(Family.CASE).get(need);
        verdict.require(kept != null, Invariant.I3, need, "lies with nobody: dispatch has no case of it");
        return kept == null ? null : kept.aidCase();
    }

    /** Accepted needs that are not there. */
    long lost() {
        return lost;
    }

    /** Needs that are there once too often. */
    long doubled() {
        return doubled;
    }
}
