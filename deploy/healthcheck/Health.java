import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * Container health check, compiled into the image: the base image has neither curl nor a compiler. Exits 0 if the service
 * answers 200. Reads from the environment what the service reads there: where {@code TWONETS_TRANSPORT_BUNDLE} is set it
 * asks by TLS, trusts the authority of that bundle, and takes the service by the name {@code TWONETS_HEALTH_HOST}.
 */
class Health {
    /** @param args the management port, and the health group that is asked for */
    public static void main(String[] args) throws Exception {
        String bundle = setting("TWONETS_TRANSPORT_BUNDLE", "");
        HttpClient.Builder client = HttpClient.newBuilder();
        if (!bundle.isEmpty()) {
            String authority = setting("SPRING_SSL_BUNDLE_PEM_" + bundle.replace("-", "").toUpperCase(Locale.ROOT)
                    + "_TRUSTSTORE_CERTIFICATE", "");
            client.sslContext(authority.isEmpty() ? SSLContext.getDefault() : trusting(Path.of(authority)));
        }
        HttpRequest asked = HttpRequest
                .newBuilder(URI.create((bundle.isEmpty() ? "http" : "https") + "://"
                        + setting("TWONETS_HEALTH_HOST", "127.0.0.1") + ":" + args[0] + "/actuator/health/" + args[1]))
                .timeout(Duration.ofSeconds(3))
                .build();
        System.exit(client.build().send(asked, BodyHandlers.discarding()).statusCode() == 200 ? 0 : 1);
    }

    private static String setting(String name, String otherwise) {
        String value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value.strip();
    }

    private static SSLContext trusting(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream file = Files.newInputStream(authority)) {
            for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(file)) {
                trusted.setCertificateEntry("authority-" + trusted.size(), one);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
