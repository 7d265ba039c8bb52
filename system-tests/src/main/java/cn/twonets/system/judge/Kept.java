package cn.twonets.system.judge;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate as it was found in its owner's store.
 *
 * @param id the need
 * @param epoch epoch of its last event
 * @param sequence of its last event
 * @param history every event, oldest first, those moved out of the document included
 * @param unpublished whether the document says that something of it is not yet in Kafka
 * @param need what intake keeps; null for the others
 * @param aidCase what dispatch keeps; null for the others
 * @param aid what resource keeps; null for the others
 */
public record Kept(String id, int epoch, long sequence, List<Happened> history, boolean unpublished,
        @Nullable Need need, @Nullable Case aidCase, @Nullable Aid aid) {

    /**
     * What intake keeps of a need.
     *
     * @param contentHash of the body that would submit just this need again; empty where the description cannot be read
     * @param status where it stands, as the village is shown
     * @param unit where the household lived
     * @param category what it is about
     * @param urgency how soon
     */
    public record Need(String contentHash, String status, String unit, String category, String urgency) {}

    /**
     * What dispatch keeps of a need.
     *
     * @param status where the case stands
     * @param closeReason why it was closed; empty while open
     * @param post who must act now; empty once closed
     * @param dueAt when the step is due, or a plan is looked at, in milliseconds; 0 where no clock runs
     * @param wish the last wish; 0 before the first
     */
    public record Case(String status, String closeReason, String post, long dueAt, int wish) {}

    /**
     * What resource keeps of a need.
     *
     * @param counted the highest attempt that it knows
     * @param live the reservation of the referral on its way; null if there is none
     * @param delivered reservations of what was given
     * @param status the referral's status; empty before the first
     * @param answered the last wish that has its final answer; 0 before the first
     */
    public record Aid(int counted, @Nullable Reservation live, List<Reservation> delivered, String status,
            int answered) {}

    /**
     * Units of a pool.
     *
     * @param attempt number of the hold within the need
     * @param pool the pool
     * @param amount units
     */
    public record Reservation(int attempt, String pool, int amount) {}

    /**
     * A pool.
     *
     * @param id service and period
     * @param target the capacity that people want
     * @param available units free
     * @param confirmed units given
     * @param holds reserved and not settled
     */
    public record Pool(String id, int target, int available, int confirmed, Set<Hold> holds) {
        /** Units reserved and not settled. */
        public int held() {
            return holds.stream().mapToInt(Hold::amount).sum();
        }
    }

    /** A reservation as a pool keeps it. */
    public record Hold(String need, int attempt, int amount) {}
}
