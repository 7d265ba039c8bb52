package cn.twonets.gateway.routes;

import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** Where the services are: {@code twonets.intake.uri} and so on. */
@ConfigurationProperties("twonets")
public record BackendUris(Address intake, Address dispatch, Address resource) {
    /** One service's address, scheme, host and port only. */
    public record Address(URI uri) {}

    public URI of(Backend backend) {
        return switch (backend) {
            case INTAKE -> intake.uri();
            case DISPATCH -> dispatch.uri();
            case RESOURCE -> resource.uri();
        };
    }
}
