package cn.twonets.system.crash;

import cn.twonets.load.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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

    /** For each kill. */
    static List<Flights> of(List<Kill> kills, List<Attempt> history) {
        return kills.stream().map(kill -> {
            long unanswered = history.stream()
                    .filter(one -> one.sent().isBefore(kill.at()) && one.answered().isAfter(kill.at()))
                    .count();
            Optional<Duration> accepted = history.stream()
                    .filter(one -> one.outcome() == Attempt.Outcome.ACCEPTED && one.sent().isAfter(kill.at()))
                    .map(Attempt::answered)
                    .min(Instant::compareTo)
                    .map(first -> Duration.between(kill.at(), first));
            return new Flights(kill, unanswered, accepted);
        }).toList();
    }
}
