package cn.twonets.gateway.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** What one caller may take of the door: one bucket of tokens and some places for each, bounded in number. */
final class CallerBuckets {
    private final RateSettings settings;
    private final Map<String, Share> shares;

    CallerBuckets(RateSettings settings) {
        this.settings = settings;
        this.shares = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Share> eldest) {
                return size() > settings.callers();
            }
        };
    }

    Share of(String caller) {
        synchronized (shares) {
            return shares.computeIfAbsent(caller, unseen -> new Share(settings));
        }
    }

    /** One caller's. */
    static final class Share {
        private final Bucket bucket;
        private final Semaphore places;

        private Share(RateSettings settings) {
            bucket = Bucket.builder()
                    .addLimit(limit -> limit.capacity(settings.burst())
                            .refillGreedy(settings.perSecond(), Duration.ofSeconds(1)))
                    .build();
            places = new Semaphore(settings.underWay());
        }

        /** Takes one call; answers how long to wait if there is none left, else zero. */
        Duration take() {
            ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
            return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
        }

        /** Begins a call, if not too many are under way; each that began must be ended. */
        boolean begin() {
            return places.tryAcquire();
        }

        void end() {
            places.release();
        }
    }
}
