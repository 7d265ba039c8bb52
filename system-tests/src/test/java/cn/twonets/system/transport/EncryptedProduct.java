package cn.twonets.system.transport;

import cn.twonets.standalone.certificates.SmallAuthority;
import cn.twonets.standalone.http.Api;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.CertificateFolder;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import cn.twonets.system.kit.RunningProduct;
import cn.twonets.transport.Transport;
import cn.twonets.transport.kafka.BrokerAccess;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;

/** {@code twonets up --certificates}, and two sorts of clients: those who trust its authority, and those who trust another. */
final class EncryptedProduct implements AutoCloseable {
    private final RunningProduct product;
    private final Path certificates;
    private final Path otherAuthority;
    private final SSLContext trusting;
    private final SSLContext deceived;

    private EncryptedProduct(RunningProduct product, Path certificates, Path otherCertificates) {
        this.product = product;
        this.certificates = certificates;
        this.trusting = CertificateFolder.trusting(certificates.resolve("ca.pem"));
        this.otherAuthority = otherCertificates.resolve("ca.pem");
        this.deceived = CertificateFolder.trusting(otherAuthority);
    }

    static EncryptedProduct start(Path folder) throws IOException {
        Path own = folder.resolve("certificates");
        Path other = folder.resolve("other-certificates");
        new SmallAuthority(own).issue(List.of());
        new SmallAuthority(other).issue(List.of());
        RunningProduct product = RunningProduct.prepare(folder.resolve("county"),
                // renewed files are looked at without the usual ten seconds of patience
                List.of("-Dspring.ssl.bundle.watch.file.quiet-period=200ms"), "--certificates", own.toString());
        product.restart();
        return new EncryptedProduct(product, own, other);
    }

    Path data() {
        return product.data();
    }

    String output() {
        return product.output();
    }

    Ports ports() {
        return product.ports().encryptedOnly();
    }

    /** The same authority makes another certificate in the place of the present one. */
    void renewCertificate() {
        new SmallAuthority(certificates).issue(List.of("renewed.example"));
    }

    /** The file of an authority that has nothing to do with the product. */
    Path otherAuthority() {
        return otherAuthority;
    }

    /** How those connect who trust the product's authority. */
    Transport trusting() {
        return Transport.encrypted(() -> trusting);
    }

    /** How those connect who trust another authority, which did not make the product's certificate. */
    Transport deceived() {
        return Transport.encrypted(() -> deceived);
    }

    Api api() {
        return new Api(ports().gatewayUri(),
                new LocalTokens(SigningKey.of(DataFolder.at(data())), ports().issuerUri(), Clock.systemUTC()),
                trusting());
    }

    /** Every address at which the product answers HTTP, and a path there that is open to all. */
    Map<String, URI> open() {
        Map<String, URI> open = new LinkedHashMap<>();
        open.put("gateway", ports().gatewayUri().resolve("/livez"));
        open.put("intake", ports().intakeUri().resolve("/livez"));
        open.put("dispatch", ports().dispatchUri().resolve("/livez"));
        open.put("resource", ports().resourceUri().resolve("/livez"));
        ports().managementUris()
                .forEach((service, uri) -> open.put(service + "-management", uri.resolve("/actuator/health/liveness")));
        open.put("issuer", ports().issuerUri().resolve("/jwks"));
        return open;
    }

    /** Settings of a Kafka client that gives up soon. */
    Map<String, Object> kafka(String user, Path passwordFile, Transport transport) {
        return BrokerAccess.of(ports().bootstrapServers(), Map.of("default.api.timeout.ms", "8000",
                "request.timeout.ms", "4000"), user, passwordFile, transport).client();
    }

    /** The same as one of the product's own users. */
    Map<String, Object> kafka(String user) {
        return kafka(user, passwordFile(user), trusting());
    }

    Path passwordFile(String user) {
        return data().resolve("broker-users").resolve(user + ".password");
    }

    @Override
    public void close() throws InterruptedException {
        product.close();
    }
}
