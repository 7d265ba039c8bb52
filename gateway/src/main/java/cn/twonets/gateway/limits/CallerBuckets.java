package cn.twonets.gateway.limits;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** One bucket of tokens for each caller, bounded in number. */
final class CallerBuckets {
    private final RateSettings settings;
    private final Map<String, Bucket> buckets;

    CallerBuckets(RateSettings settings) {
        this.settings = settings;
        this.buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
                return size() > settings.callers();
            }
        };
    }

    /** Takes one; answers how long to wait if there is none left, else zero. */
    Duration take(String caller) {
        Bucket bucket;
        synchronized (buckets) {
            bucket = buckets.computeIfAbsent(caller, unseen -> Bucket.builder()
                    .addLimit(limit -> limit.capacity(settings.burst())
                            .refillGreedy(settings.perSecond(), Duration.ofSeconds(1)))
                    .build());
        }
        ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(1);
        return probe.isConsumed() ? Duration.ZERO : Duration.ofNanos(Math.max(1, probe.getNanosToWaitForRefill()));
    }
}
