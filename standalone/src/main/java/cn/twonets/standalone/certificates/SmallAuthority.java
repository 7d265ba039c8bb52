package cn.twonets.standalone.certificates;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * An authority in a folder that makes one certificate for all parts of a product, with the JDK's own {@code keytool}. The
 * authority is made once and lasts ten years, a certificate each time anew, for two. Its key stays in the folder
 * ({@code authority.p12}): whoever reads the folder can pose as any part of the product.
 */
public final class SmallAuthority {
    private static final String AUTHORITY = "authority";
    private static final String PRODUCT = "product";
    private static final int AUTHORITY_DAYS = 3_650;
    private static final int PRODUCT_DAYS = 730;
    private static final int SECRET_BYTES = 32;
    private static final Base64.Encoder PEM = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

    private final Path folder;

    /** @param folder made if absent, for its owner alone */
    public SmallAuthority(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Writes {@code ca.pem}, {@code cert.pem} and {@code key.pem}; a certificate that was there before is replaced by a new
     * one of the same authority.
     *
     * @param hosts names and addresses that the certificate is good for, beside {@code localhost} and {@code 127.0.0.1}
     * @throws Refused if that is not possible
     */
    public void issue(List<String> hosts) {
        DataFolder.at(folder).create();
        Path store = folder.resolve(AUTHORITY + ".p12");
        Path secretFile = folder.resolve(AUTHORITY + ".password");
        if (!Files.exists(store)) {
            DataFolder.write(secretFile, secret());
        }
        String secret = DataFolder.text(secretFile).strip();
        Path work = folder.resolve(AUTHORITY + ".tmp.p12");
        try {
            Files.deleteIfExists(work);
            if (Files.exists(store)) {
                Files.copy(store, work);
            } else {
                keytool(secret, work, AUTHORITY, "CN=Two Networks One Key small authority", AUTHORITY_DAYS,
                        List.of("-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign,cRLSign"));
                Files.copy(work, store);
            }
            keytool(secret, work, PRODUCT, "CN=twonets", PRODUCT_DAYS, List.of("-signer", AUTHORITY,
                    "-ext", "ku:c=digitalSignature", "-ext", "eku=serverAuth,clientAuth", "-ext", names(hosts)));
            write(work, secret);
        } catch (IOException | GeneralSecurityException e) {
            throw new Refused(Exit.FAILED, "No certificate could be made in " + folder + " (" + e.getMessage() + ").");
        } finally {
            work.toFile().delete();
        }
    }

    private void write(Path work, String secret) throws IOException, GeneralSecurityException {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(work)) {
            made.load(in, secret.toCharArray());
        }
        Certificate[] chain = made.getCertificateChain(PRODUCT);
        DataFolder.write(folder.resolve("key.pem"),
                pem("PRIVATE KEY", made.getKey(PRODUCT, secret.toCharArray()).getEncoded()));
        publish("cert.pem", chain);
        publish("ca.pem", chain[chain.length - 1]);
    }

    /** Whole or not at all, and for everybody to read who reaches it: nothing in it is secret. */
    private void publish(String name, Certificate... certificates) throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder();
        for (Certificate certificate : certificates) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Path fresh = folder.resolve(name + ".tmp");
        Files.writeString(fresh, text);
        Files.move(fresh, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String pem(String what, byte[] encoded) {
        return "-----BEGIN " + what + "-----\n" + PEM.encodeToString(encoded) + "\n-----END " + what + "-----\n";
    }

    private static String secret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private static String names(List<String> hosts) {
        List<String> all = new ArrayList<>(List.of("localhost", "127.0.0.1"));
        all.addAll(hosts);
        return "san=" + all.stream().distinct()
                .map(host -> (host.matches("[0-9.]+|[0-9a-fA-F:]*:[0-9a-fA-F:]*") ? "ip:" : "dns:") + host)
                .collect(Collectors.joining(","));
    }

    /** The secret goes by the environment of the process that is started, never by its command line. */
    private static void keytool(String secret, Path store, String alias, String name, int days, List<String> more)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair", "-alias", alias,
                "-keyalg", "EC", "-groupname", "secp256r1", "-dname", name, "-validity", String.valueOf(days),
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass:env", "TWONETS_STOREPASS"));
        command.addAll(more);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TWONETS_STOREPASS", secret);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("keytool: " + Arrays.toString(said.lines().limit(2).toArray()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
