package cn.twonets.standalone.issuer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A small OpenID Connect issuer that listens on the loopback address only: discovery, keys, and client credentials
 * (RFC 6749 section 4.4) for the product's own services. People's tokens are not given out over HTTP: whoever may read
 * the data folder makes them with {@code twonets token}.
 */
public final class LocalIssuer implements AutoCloseable {
    private static final Duration LASTING = Duration.ofMinutes(10);
    private static final int MOST_BODY = 8 * 1024;
    private static final int MOST_WAITING = 64;

    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final SigningKey key;
    private final LocalTokens tokens;
    private final ClientSecrets secrets;
    private final URI issuer;
    private final JsonMapper json = new JsonMapper();

    private LocalIssuer(HttpServer server, URI issuer, SigningKey key, LocalTokens tokens, ClientSecrets secrets) {
        this.server = server;
        this.issuer = issuer;
        this.key = key;
        this.tokens = tokens;
        this.secrets = secrets;
    }

    /**
     * Listens.
     *
     * @param context by what it is spoken to by TLS only; null for plain connections
     * @throws IOException if the port is taken
     */
    public static LocalIssuer start(URI issuer, SigningKey key, LocalTokens tokens, ClientSecrets secrets,
            @Nullable SSLContext context) throws IOException {
        HttpServer server = listening(new InetSocketAddress(InetAddress.getLoopbackAddress(), issuer.getPort()),
                context);
        LocalIssuer local = new LocalIssuer(server, issuer, key, tokens, secrets);
        server.createContext("/", local::answer);
        server.setExecutor(local.workers);
        server.start();
        return local;
    }

    private static HttpServer listening(InetSocketAddress address, @Nullable SSLContext context) throws IOException {
        if (context == null) {
            return HttpServer.create(address, MOST_WAITING);
        }
        HttpsServer server = HttpsServer.create(address, MOST_WAITING);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    /** Where its keys are. */
    public static URI keys(URI issuer) {
        return issuer.resolve("/jwks");
    }

    @Override
    public void close() {
        server.stop(0);
        workers.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
            switch (call) {
                case "GET /.well-known/openid-configuration", "GET /.well-known/oauth-authorization-server" -> send(
                        exchange, 200, json.writeValueAsString(discovery()));
                case "GET /jwks" -> send(exchange, 200, key.publicKeys());
                case "POST /token" -> token(exchange);
                default -> send(exchange, 404, json.writeValueAsString(Map.of("error", "not_found")));
            }
        }
    }

    private Map<String, Object> discovery() {
        return Map.of(
                "issuer", issuer.toString(),
                "jwks_uri", keys(issuer).toString(),
                "token_endpoint", issuer.resolve("/token").toString(),
                "grant_types_supported", List.of("client_credentials"),
                "response_types_supported", List.of("none"),
                "subject_types_supported", List.of("public"),
                "id_token_signing_alg_values_supported", List.of("RS256"),
                "token_endpoint_auth_methods_supported", List.of("client_secret_basic", "client_secret_post"));
    }

    private void token(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MOST_BODY + 1);
        if (body.length > MOST_BODY) {
            refuse(exchange, 413, "invalid_request");
            return;
        }
        Map<String, String> form;
        String[] client;
        try {
            form = form(new String(body, StandardCharsets.UTF_8));
            client = client(exchange, form);
        } catch (IllegalArgumentException e) {
            refuse(exchange, 400, "invalid_request");
            return;
        }
        if (!secrets.matches(client[0], client[1])) {
            exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"twonets\"");
            refuse(exchange, 401, "invalid_client");
        } else if (!form.containsKey("grant_type")) {
            refuse(exchange, 400, "invalid_request");
        } else if (!"client_credentials".equals(form.get("grant_type"))) {
            refuse(exchange, 400, "unsupported_grant_type");
        } else {
            send(exchange, 200, json.writeValueAsString(
                    Map.of(
                            "access_token", tokens.forService(client[0], ClientSecrets.rolesOf(client[0]), LASTING),
                            "token_type", "Bearer",
                            "expires_in", LASTING.toSeconds())));
        }
    }

    private void refuse(HttpExchange exchange, int status, String error) throws IOException {
        send(exchange, status, json.writeValueAsString(Map.of("error", error)));
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    /** Client id and secret from the Authorization header, else from the form; empty where there are none. */
    private static String[] client(HttpExchange exchange, Map<String, String> form) {
        String header = exchange.getRequestHeaders().getFirst("Authorization");
        if (header != null && header.regionMatches(true, 0, "Basic ", 0, 6)) {
            String pair = new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("no colon");
            }
            return new String[]{decoded(pair.substring(0, colon)), decoded(pair.substring(colon + 1))};
        }
        return new String[]{form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")};
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
            }
        }
        return form;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
