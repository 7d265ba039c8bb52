package cn.twonets.resource.service;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this service needs to be told.
 *
 * @param intake where the household register is
 * @param facts how household facts are asked for
 * @param catalogue whether to begin with the starter catalogue
 * @param sweeps the pace of the sweeps
 */
@ConfigurationProperties("twonets")
record ResourceProperties(
        @DefaultValue Intake intake,
        @DefaultValue Facts facts,
        @DefaultValue Catalogue catalogue,
        @DefaultValue Sweeps sweeps) {

    /** @param uri address of the intake service */
    record Intake(@DefaultValue("http://127.0.0.1:8081") URI uri) {}

    /** @param limit for one question, the token included */
    record Facts(@DefaultValue("2s") Duration limit) {}

    /** @param starter publish the starter catalogue where it is not there yet */
    record Catalogue(@DefaultValue("false") boolean starter) {}

    /**
     * @param dueEvery pause between looks at what is due
     * @param holdsEvery pause between comparisons of holds with needs
     * @param capacityEvery pause between looks at whether published capacity statuses are still true
     * @param countEvery pause between two counts of referrals, for metrics; each reads some fields of every open one
     * @param factsRetry after which facts that could not be had are asked for again
     * @param queueRetry after which queued needs are tried again even if no capacity is known to have come back
     */
    record Sweeps(
            @DefaultValue("2s") Duration dueEvery,
            @DefaultValue("30s") Duration holdsEvery,
            @DefaultValue("5s") Duration capacityEvery,
            @DefaultValue("30s") Duration countEvery,
            @DefaultValue("30s") Duration factsRetry,
            @DefaultValue("5m") Duration queueRetry) {}
}
