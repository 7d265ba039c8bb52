package cn.twonets.standalone.issuer;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.UUID;

/** The key that signs local tokens (RSA 2048, RS256), kept in the data folder as a JWK that only its owner may read. */
public final class SigningKey {
    private static final String FILE = "signing-key.json";

    private final RSAKey key;

    private SigningKey(RSAKey key) {
        this.key = key;
    }

    /**
     * Reads the folder's key, or makes it on first use; of two processes at once, both end with the same key.
     *
     * @throws Refused if it can be neither read nor made
     */
    public static SigningKey of(DataFolder folder) {
        Path file = folder.part("issuer").resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
            return new SigningKey(RSAKey.parse(Files.readString(file)));
        } catch (IOException | ParseException | JOSEException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The signing key " + file + " cannot be used (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** Whether the folder has a key already. */
    public static boolean existsIn(DataFolder folder) {
        return Files.exists(folder.root().resolve("issuer").resolve(FILE));
    }

    RSAKey key() {
        return key;
    }

    /** The public half as a JWK set. */
    String publicKeys() {
        return new JWKSet(key.toPublicJWK()).toString();
    }

    private static void make(Path file) throws IOException, JOSEException {
        RSAKey made = new RSAKeyGenerator(2048)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyID(UUID.randomUUID().toString())
                .generate();
        Path fresh = Files.createTempFile(file.getParent(), FILE, ".tmp");
        Files.writeString(fresh, made.toJSONString());
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            // Another process was first: its key is the key.
        } catch (UnsupportedOperationException e) {
            Files.move(fresh, file);
            return;
        }
        Files.delete(fresh);
    }
}
