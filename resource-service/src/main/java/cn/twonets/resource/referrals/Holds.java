package cn.twonets.resource.referrals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the need knows about its reservations. It alone decides what becomes of a hold: the live one stays, a delivered
 * one is confirmed, any other number that the need has counted is released. A number beyond the count is not known, and
 * is first voided by counting it.
 *
 * @param counted the highest attempt that the need knows, live, ended or voided
 * @param live the reservation of the referral on its way; null if there is none
 * @param lastReleased the reservation given back last; null before the first
 * @param delivered reservations of what was given
 */
public record Holds(
        int counted,
        @Nullable Reservation live,
        @Nullable Reservation lastReleased,
        List<Reservation> delivered) {
    /** Before the first. */
    public static final Holds NONE = new Holds(0, null, null, List.of());

    /**
     * Units of a pool.
     *
     * @param attempt number of the hold
     * @param pool the pool's id as text
     * @param amount units
     */
    public record Reservation(int attempt, String pool, int amount) {}

    /** What becomes of a hold. */
    public enum Verdict {
        LIVE, CONFIRM, RELEASE, UNKNOWN
    }

    /** What becomes of the hold with that number in that pool. */
    public Verdict verdict(int attempt, String pool) {
        if (live != null && live.attempt() == attempt && live.pool().equals(pool)) {
            return Verdict.LIVE;
        }
        if (delivered.stream().anyMatch(given -> given.attempt() == attempt && given.pool().equals(pool))) {
            return Verdict.CONFIRM;
        }
        return attempt <= counted ? Verdict.RELEASE : Verdict.UNKNOWN;
    }

    Holds reserved(Reservation reservation) {
        if (live != null || reservation.attempt() <= counted) {
            throw new IllegalStateException("a need has at most one live reservation, each with a number of its own");
        }
        return new Holds(reservation.attempt(), reservation, lastReleased, delivered);
    }

    Holds released() {
        return live == null ? this : new Holds(counted, null, live, delivered);
    }

    Holds confirmed() {
        if (live == null) {
            throw new IllegalStateException("nothing is reserved");
        }
        List<Reservation> more = new ArrayList<>(delivered);
        more.add(live);
        return new Holds(counted, null, lastReleased, List.copyOf(more));
    }

    Holds voided(int attempt) {
        return new Holds(Math.max(counted, attempt), live, lastReleased, delivered);
    }
}
