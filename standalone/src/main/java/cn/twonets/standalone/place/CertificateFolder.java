package cn.twonets.standalone.place;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemContent;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * A folder with the certificates of a local product, as PEM: {@code cert.pem} (its own, then those that vouch for it, good
 * for 127.0.0.1), {@code key.pem} (PKCS #8) and {@code ca.pem} (whom its parts trust).
 */
public final class CertificateFolder {
    private static final String LOOPBACK = "127.0.0.1";

    private final Path folder;

    private CertificateFolder(Path folder) {
        this.folder = folder;
    }

    /** @throws Refused if a file is missing or cannot be used, or they do not belong together */
    public static CertificateFolder at(Path folder) {
        CertificateFolder certificates = new CertificateFolder(folder.toAbsolutePath().normalize());
        certificates.requireKeyOfCertificate();
        certificates.requireLoopback();
        certificates.requireTrusted();
        return certificates;
    }

    private void requireKeyOfCertificate() {
        X509Certificate own = chain().getFirst();
        PrivateKey key = privateKey();
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> throw new Refused(Exit.CANNOT_START, "The key " + key() + " is neither RSA nor EC.");
        };
        byte[] text = folder.toString().getBytes(StandardCharsets.UTF_8);
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            byte[] signed = signature.sign();
            signature.initVerify(own.getPublicKey());
            signature.update(text);
            if (signature.verify(signed)) {
                return;
            }
            throw new SignatureException("another key");
        } catch (GeneralSecurityException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The key " + key() + " is not that of the certificate " + certificate() + ".");
        }
    }

    /** Parts call each other by this address, and each checks it. */
    private void requireLoopback() {
        try {
            Collection<List<?>> names = chain().getFirst().getSubjectAlternativeNames();
            if (names != null && names.stream().anyMatch(name -> LOOPBACK.equals(name.get(1)))) {
                return;
            }
        } catch (CertificateParsingException e) {
            throw unreadable(certificate(), e);
        }
        throw new Refused(Exit.CANNOT_START, "The certificate " + certificate() + " is not good for " + LOOPBACK
                + ", by which the parts of the product call each other.");
    }

    private void requireTrusted() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            KeyStore authorities = KeyStore.getInstance("PKCS12");
            authorities.load(null, null);
            for (X509Certificate authority : certificates(authority())) {
                authorities.setCertificateEntry(authority.getSubjectX500Principal().getName(), authority);
            }
            factory.init(authorities);
            // "UNKNOWN" is what a client of TLS 1.3 asks by, in which keys and suites are chosen apart.
            ((X509TrustManager) factory.getTrustManagers()[0]).checkServerTrusted(
                    chain().toArray(X509Certificate[]::new), "UNKNOWN");
        } catch (GeneralSecurityException | IOException e) {
            throw new Refused(Exit.CANNOT_START, "The certificate " + certificate() + " is not one that whoever trusts "
                    + authority() + " would accept (" + e.getMessage() + ").");
        }
    }

    public Path authority() {
        return folder.resolve("ca.pem");
    }

    public Path certificate() {
        return folder.resolve("cert.pem");
    }

    public Path key() {
        return folder.resolve("key.pem");
    }

    /** Its own certificate, then those that vouch for it. */
    public List<X509Certificate> chain() {
        return certificates(certificate());
    }

    public PrivateKey privateKey() {
        try {
            PrivateKey key = PemContent.load(key()).getPrivateKey();
            if (key != null) {
                return key;
            }
            throw new IllegalStateException("none");
        } catch (IOException | IllegalStateException e) {
            throw unreadable(key(), e);
        }
    }

    /** For whoever shows this certificate and trusts this authority. */
    public SSLContext context() {
        return context(new PemSslStoreDetails(null, location(certificate()), location(key())), authority());
    }

    /**
     * For whoever trusts an authority and shows nothing.
     *
     * @throws Refused if its file cannot be used
     */
    public static SSLContext trusting(Path authority) {
        return context(null, authority);
    }

    private static SSLContext context(@Nullable PemSslStoreDetails own, Path authority) {
        certificates(authority);
        try {
            return SslBundle.of(new PemSslStoreBundle(own, PemSslStoreDetails.forCertificate(location(authority))))
                    .createSslContext();
        } catch (IllegalStateException e) {
            throw unreadable(authority, e);
        }
    }

    private static List<X509Certificate> certificates(Path file) {
        try {
            return PemContent.load(file).getCertificates();
        } catch (IOException | IllegalStateException e) {
            throw unreadable(file, e);
        }
    }

    private static Refused unreadable(Path file, Exception why) {
        return new Refused(Exit.CANNOT_START, "The file " + file + " cannot be used as PEM ("
                + why.getClass().getSimpleName() + "); certificates are made by: ./twonets certificates --to DIR");
    }

    private static String location(Path file) {
        return file.toUri().toString();
    }
}
