package cn.twonets.standalone.place;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The loopback ports of one local product.
 *
 * @param gateway the one door
 * @param intake the intake service
 * @param dispatch the dispatch service
 * @param resource the resource service
 * @param management the first of four for whoever watches over the product: metrics and health of gateway, intake, dispatch
 *        and resource
 * @param issuer the local token issuer
 * @param kafka the broker
 * @param kafkaController the broker's controller
 * @param store the embedded store
 * @param encrypted whether all of them are spoken to by TLS only
 */
public record Ports(
        int gateway,
        int intake,
        int dispatch,
        int resource,
        int management,
        int issuer,
        int kafka,
        int kafkaController,
        int store,
        boolean encrypted) {

    /** The ports that each part has by itself. */
    public static final Ports USUAL = new Ports(8080, 8081, 8082, 8083, 8085, 8089, 9092, 9093, 27017, false);

    private static final int SPAN = 13;
    private static final int MANAGED = 4;

    /** @throws IllegalArgumentException if one is not a port */
    public Ports {
        for (int port : new int[]{gateway, intake, dispatch, resource, management, management + MANAGED - 1, issuer,
                kafka,
                kafkaController, store}) {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
        }
    }

    /**
     * All ports side by side, thirteen from the base on, so that several products fit on one machine.
     *
     * @throws IllegalArgumentException if the base is below 1024 or the last port above 65535
     */
    public static Ports from(int base) {
        if (base < 1024 || base + SPAN - 1 > 65_535) {
            throw new IllegalArgumentException("the base port must lie between 1024 and " + (65_536 - SPAN));
        }
        return new Ports(base, base + 1, base + 2, base + 3, base + 5, base + 9, base + 10, base + 11, base + 12,
                false);
    }

    /** The same ports, spoken to by TLS only. */
    public Ports encryptedOnly() {
        return new Ports(gateway, intake, dispatch, resource, management, issuer, kafka, kafkaController, store, true);
    }

    public URI gatewayUri() {
        return uri(gateway);
    }

    public URI intakeUri() {
        return uri(intake);
    }

    public URI dispatchUri() {
        return uri(dispatch);
    }

    public URI resourceUri() {
        return uri(resource);
    }

    /** Where each service tells how it is, by the service's name, the gateway first; never through the door. */
    public Map<String, URI> managementUris() {
        Map<String, URI> uris = new LinkedHashMap<>();
        for (String service : new String[]{"gateway", "intake", "dispatch", "resource"}) {
            uris.put(service, uri(management + uris.size()));
        }
        return uris;
    }

    public URI issuerUri() {
        return uri(issuer);
    }

    /** Where Kafka clients begin. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafka;
    }

    /** Where the MongoDB driver connects: one server that knows neither sessions nor retried writes. */
    public String storeUri() {
        return "mongodb://127.0.0.1:" + store + "/?directConnection=true&retryWrites=false&retryReads=false"
                + (encrypted ? "&tls=true" : "");
    }

    private URI uri(int port) {
        return URI.create((encrypted ? "https" : "http") + "://127.0.0.1:" + port);
    }
}
