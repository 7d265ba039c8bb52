package cn.twonets.resource.referrals;

import java.time.Duration;

/**
 * Numbers of the aid side.
 *
 * @param factsRetry after which household facts that could not be had are asked for again
 * @param queueRetry after which a queued need is tried again even if nobody said that capacity came back
 * @param queueDays working days after which queueing ends without aid
 * @param holdAge age from which a reservation is compared with its need
 */
public record ReferralSettings(Duration factsRetry, Duration queueRetry, int queueDays, Duration holdAge) {
    /** The county's defaults. */
    public static final ReferralSettings DEFAULTS = new ReferralSettings(Duration.ofSeconds(30), Duration.ofMinutes(5),
            10, Duration.ofMinutes(1));
}
