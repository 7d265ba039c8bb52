package cn.twonets.transport;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a part opens its connections: all plainly, or all by TLS with one set of certificates. An encrypted part never falls
 * back: an address that is not encrypted is refused, names of servers are always checked.
 */
public final class Transport {
    private static final Transport PLAIN = new Transport(null);

    private final @Nullable Supplier<SSLContext> contexts;

    private Transport(@Nullable Supplier<SSLContext> contexts) {
        this.contexts = contexts;
    }

    /** Nothing is encrypted by this; addresses may be, with what the JVM trusts. */
    public static Transport plain() {
        return PLAIN;
    }

    /**
     * Everything is encrypted.
     *
     * @param contexts gives what is trusted, and shown, as it is now: certificates may have been renewed since
     */
    public static Transport encrypted(Supplier<SSLContext> contexts) {
        return new Transport(contexts);
    }

    public boolean isEncrypted() {
        return contexts != null;
    }

    /** What is trusted and shown at this moment; empty where nothing is encrypted. */
    public Optional<SSLContext> context() {
        return contexts == null ? Optional.empty() : Optional.of(contexts.get());
    }

    /** A client that speaks HTTP/1.1 in this way. */
    public HttpClient.Builder http() {
        HttpClient.Builder client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        context().ifPresent(client::sslContext);
        return client;
    }

    /**
     * The address, if it may be called.
     *
     * @param setting where it comes from, for the message
     * @throws UnsafeSettingException if everything is to be encrypted and this would not be
     */
    public URI require(String setting, URI address) {
        if (isEncrypted() && !"https".equalsIgnoreCase(address.getScheme())) {
            throw new UnsafeSettingException(setting + " is " + address
                    + ", which is not encrypted, although twonets.transport.bundle is set: name an https address.");
        }
        return address;
    }
}
