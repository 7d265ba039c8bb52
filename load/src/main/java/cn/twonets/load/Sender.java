package cn.twonets.load;

import cn.twonets.events.PostId;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sends a request until its outcome is known, always under the same idempotency key, so that nothing is done twice. */
public final class Sender {
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Door door;
    private final Tokens tokens;
    private final Clock clock;
    private final Duration patience;
    private final long longestPauseMillis;

    /**
     * @param clock real time
     * @param patience for so long an unknown outcome is asked for again; afterwards it stays unknown
     */
    public Sender(Door door, Tokens tokens, Clock clock, Duration patience) {
        this(door, tokens, clock, patience, LONGEST_PAUSE);
    }

    /** @param longestPause so long an unknown outcome is left alone, about, at the most */
    public Sender(Door door, Tokens tokens, Clock clock, Duration patience, Duration longestPause) {
        this.door = door;
        this.tokens = tokens;
        this.clock = clock;
        this.patience = patience;
        this.longestPauseMillis = longestPause.toMillis();
    }

    /** For so long an unknown outcome is asked for again. */
    Duration patience() {
        return patience;
    }

    /**
     * Posts until the outcome is known or patience ends; blocks, so call it on a virtual thread.
     *
     * @param each is told every single sending, in order
     * @return the last sending
     */
    public Exchange post(PostId as, String path, byte[] body, String key, Consumer<Exchange> each)
            throws InterruptedException {
        Instant until = clock.instant().plus(patience);
        long pause = FIRST_PAUSE_MILLIS;
        while (true) {
            Exchange exchange = once(as, path, body, key);
            each.accept(exchange);
            if (!exchange.isOpen() || clock.instant().isAfter(until)) {
                return exchange;
            }
            long asked = exchange.reply() == null ? 0 : exchange.reply().retryAfterSeconds() * 1_000L;
            long millis = Math.max(Math.min(asked, longestPauseMillis), pause);
            Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis));
            pause = Math.min(2 * pause, longestPauseMillis);
        }
    }

    private Exchange once(PostId as, String path, byte[] body, String key) {
        Instant sent = clock.instant();
        Reply reply = null;
        String failure = "";
        try {
            reply = door.post(tokens.of(as), path, body, key);
        } catch (IOException e) {
            failure = e.getClass().getSimpleName();
        }
        return exchange(sent, reply, failure);
    }

    private Exchange exchange(Instant sent, @Nullable Reply reply, String failure) {
        return new Exchange(sent, clock.instant(), System.nanoTime(), reply, failure);
    }
}
