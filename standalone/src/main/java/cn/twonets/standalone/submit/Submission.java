package cn.twonets.standalone.submit;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/** Sends one line until its outcome is known: every retry carries the same idempotency key, so nothing is done twice. */
final class Submission {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(3);

    private final Api api;
    private final String as;
    private final Duration patience;
    private final InstantSource clock;

    /**
     * @param as who reports where the line does not say; empty if nobody
     * @param patience how long one line is retried
     */
    Submission(Api api, String as, Duration patience, InstantSource clock) {
        this.api = api;
        this.as = as;
        this.patience = patience;
        this.clock = clock;
    }

    Result send(Line line) {
        if (line.body() == null || line.fault() != null) {
            return new Result(line.number(), Result.Outcome.REJECTED, String.valueOf(line.fault()), 0);
        }
        String reporter = line.as() == null ? as : line.as();
        if (reporter.isEmpty()) {
            return new Result(line.number(), Result.Outcome.REJECTED, "nobody reports it: give --as or a field 'as'",
                    0);
        }
        try {
            return send(line, new PostId(reporter), line.body());
        } catch (IllegalArgumentException | Refused e) {
            return new Result(line.number(), Result.Outcome.REJECTED, String.valueOf(e.getMessage()), 0);
        }
    }

    private Result send(Line line, PostId reporter, Object body) {
        Instant until = clock.instant().plus(patience);
        Duration pause = FIRST_PAUSE;
        String last = "";
        for (int attempt = 1;; attempt++) {
            try {
                Answer answer = api.post(reporter, "/api/v1/needs", body, line.key());
                if (answer.isSuccess()) {
                    Result.Outcome outcome = answer.status() == 201
                            ? Result.Outcome.CREATED
                            : Result.Outcome.DUPLICATE;
                    return new Result(line.number(), outcome, answer.body().path("id").asString(""), attempt);
                }
                if (!answer.isWorthRetrying()) {
                    return new Result(line.number(), Result.Outcome.REJECTED, answer.problem(), attempt);
                }
                last = answer.problem();
            } catch (IOException e) {
                last = e.getClass().getSimpleName();
            }
            if (clock.instant().isAfter(until) || !pause(pause)) {
                return new Result(line.number(), Result.Outcome.UNKNOWN, last, attempt);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    /** Retries of many lines must not come all at once. */
    private static boolean pause(Duration about) {
        try {
            Thread.sleep(about.toMillis() / 2 + ThreadLocalRandom.current().nextLong(about.toMillis()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
