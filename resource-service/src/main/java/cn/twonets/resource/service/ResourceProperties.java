package cn.twonets.resource.service;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What this service needs to be told.
 *
 * @param intake where the household register is
 * @param issuer whose token endpoint gives this service its own token
 * @param facts how it names itself there
 * @param catalogue whether to begin with the starter catalogue
 * @param sweeps the pace of the sweeps
 */
@ConfigurationProperties("twonets")
record ResourceProperties(
        @DefaultValue Intake intake,
        @DefaultValue Issuer issuer,
        @DefaultValue Facts facts,
        @DefaultValue Catalogue catalogue,
        @DefaultValue Sweeps sweeps) {

    /** @param uri address of the intake service */
    record Intake(@DefaultValue("http://127.0.0.1:8081") URI uri) {}

    /** @param uri the issuer */
    record Issuer(@DefaultValue("http://127.0.0.1:8089") URI uri) {}

    /**
     * @param clientId as which the token is asked for
     * @param clientSecretFile holds the secret; without it no facts can be had
     * @param tokens the issuer's token endpoint; null for {@code <issuer>/token}
     * @param limit for one question
     */
    record Facts(
            @DefaultValue("resource-service") String clientId,
            @Nullable Path clientSecretFile,
            @Nullable URI tokens,
            @DefaultValue("2s") Duration limit) {}

    /** Where this service asks for its own token. */
    URI tokens() {
        return facts.tokens() == null
                ? URI.create(issuer.uri().toString().replaceAll("/$", "") + "/token")
                : facts.tokens();
    }

    /** @param starter publish the starter catalogue where it is not there yet */
    record Catalogue(@DefaultValue("false") boolean starter) {}

    /**
     * @param dueEvery pause between looks at what is due
     * @param holdsEvery pause between comparisons of holds with needs
     * @param capacityEvery pause between looks at whether published capacity statuses are still true
     * @param factsRetry after which facts that could not be had are asked for again
     * @param queueRetry after which queued needs are tried again even if no capacity is known to have come back
     */
    record Sweeps(
            @DefaultValue("2s") Duration dueEvery,
            @DefaultValue("30s") Duration holdsEvery,
            @DefaultValue("5s") Duration capacityEvery,
            @DefaultValue("30s") Duration factsRetry,
            @DefaultValue("5m") Duration queueRetry) {}
}
