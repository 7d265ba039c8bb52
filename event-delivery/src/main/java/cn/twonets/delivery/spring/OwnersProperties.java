package cn.twonets.delivery.spring;

import cn.twonets.delivery.http.ClientSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are, and as whom this one calls them.
 *
 * @param intake owns needs and households
 * @param dispatch owns cases and the grid
 * @param resource owns aid and aid services
 * @param issuer whose token endpoint gives this service its own token
 * @param client how it names itself there
 */
@ConfigurationProperties("twonets")
record OwnersProperties(
        @DefaultValue Intake intake,
        @DefaultValue Dispatch dispatch,
        @DefaultValue Resource resource,
        @DefaultValue Issuer issuer,
        @DefaultValue Client client) {

    /** @param uri its address */
    record Intake(@DefaultValue("http://127.0.0.1:8081") URI uri) {}

    /** @param uri its address */
    record Dispatch(@DefaultValue("http://127.0.0.1:8082") URI uri) {}

    /** @param uri its address */
    record Resource(@DefaultValue("http://127.0.0.1:8083") URI uri) {}

    /** @param uri the issuer */
    record Issuer(@DefaultValue("http://127.0.0.1:8089") URI uri) {}

    /**
     * @param id as which the token is asked for; null for the application's name with {@code -service}
     * @param secretFile holds the secret; without it no other service can be asked
     * @param tokens the issuer's token endpoint; null for {@code <issuer>/token}
     * @param limit for one question
     */
    record Client(
            @Nullable String id,
            @Nullable Path secretFile,
            @Nullable URI tokens,
            @DefaultValue("5s") Duration limit) {}

    ClientSettings clientSettings(String application) {
        return new ClientSettings(
                client.tokens() == null
                        ? URI.create(issuer.uri().toString().replaceAll("/$", "") + "/token")
                        : client.tokens(),
                client.id() == null ? application + "-service" : client.id(),
                client.secretFile(),
                client.limit());
    }

    Map<String, URI> addresses() {
        return Map.of("intake", intake.uri(), "dispatch", dispatch.uri(), "resource", resource.uri());
    }
}
