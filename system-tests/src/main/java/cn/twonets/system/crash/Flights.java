package cn.twonets.system.crash;

import cn.twonets.load.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each kill hit, seen from the clients' own history.
 *
 * @param kill the kill
 * @param unanswered requests that had been sent and not answered when the process died
 * @param accepted how long until the first request sent after the kill was accepted; empty if none was
 */
public record Flights(Kill kill, long unanswered, Optional<Duration> accepted) {
    /** Whether work was in flight: requests unanswered, or records unconsumed. */
    public boolean hitWork() {
        return unanswered > 0 || kill.unconsumed() > 0;
    }

    /** Looks through a history attempt by attempt. */
    static final class Looking {
        private final List<Kill> kills;
        private final long[] unanswered;
        private final @Nullable Instant[] accepted;

        Looking(List<Kill> kills) {
            this.kills = List.copyOf(kills);
            this.unanswered = new long[kills.size()];
            this.accepted = new Instant[kills.size()];
        }

        void add(Attempt one) {
            for (int i = 0; i < unanswered.length; i++) {
                Instant at = kills.get(i).at();
                if (one.sent().isBefore(at)) {
                    unanswered[i] += one.answered().isAfter(at) ? 1 : 0;
                } else if (one.outcome() == Attempt.Outcome.ACCEPTED
                        && (accepted[i] == null || one.answered().isBefore(accepted[i]))) {
                    accepted[i] = one.answered();
                }
            }
        }

        List<Flights> flights() {
            Flights[] flights = new Flights[unanswered.length];
            for (int i = 0; i < flights.length; i++) {
                Instant at = kills.get(i).at();
                flights[i] = new Flights(kills.get(i), unanswered[i],
                        Optional.ofNullable(accepted[i]).map(first -> Duration.between(at, first)));
            }
            return List.of(flights);
        }
    }
}
