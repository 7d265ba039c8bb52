package cn.twonets.api.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** An issuer for tests: real keys, real signatures, a key set over loopback HTTP on a free port. */
public final class TestIssuer implements AutoCloseable {
    private static final long LIFE_SECONDS = 3600;

    private final RSAKey key = newKey("test-key");
    private final HttpServer server;
    private final AtomicInteger keyRequests = new AtomicInteger();

    public TestIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/jwks", exchange -> {
            keyRequests.incrementAndGet();
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, keys.length);
            exchange.getResponseBody().write(keys);
            exchange.close();
        });
        server.start();
    }

    /** For {@code twonets.issuer.uri}. */
    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** For {@code twonets.issuer.jwks-uri}. */
    public String jwksUri() {
        return uri() + "/jwks";
    }

    /** Arguments for starting an application that trusts this issuer. */
    public List<String> arguments() {
        return List.of("--twonets.issuer.uri=" + uri(), "--twonets.issuer.jwks-uri=" + jwksUri());
    }

    /** A good token, valid for an hour. */
    public String token(String post, String... roles) {
        return token(post, claims -> claims, roles);
    }

    /** A token with some claims changed, genuinely signed. */
    public String token(String post, UnaryOperator<JWTClaimsSet.Builder> change, String... roles) {
        return sign(key, change.apply(claims(post, roles)).build());
    }

    /** A token signed by a key that is not this issuer's, though it claims to be. */
    public String forgedToken(String post, String... roles) {
        return sign(newKey("test-key"), claims(post, roles).build());
    }

    /** A token that names a key nobody knows. */
    public String tokenOfUnknownKey(String post, String... roles) {
        return sign(new RSAKey.Builder(key).keyID(UUID.randomUUID().toString()).build(), claims(post, roles).build());
    }

    /** How often this issuer's keys were asked for. */
    public int keyRequests() {
        return keyRequests.get();
    }

    /** The claims of a good token. */
    public JWTClaimsSet.Builder claims(String post, String... roles) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(uri())
                .audience("twonets")
                .subject(post)
                .claim("roles", List.of(roles))
                .issueTime(Date.from(now))
                .notBeforeTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(LIFE_SECONDS)));
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
