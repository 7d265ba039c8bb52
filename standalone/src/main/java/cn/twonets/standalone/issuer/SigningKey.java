package cn.twonets.standalone.issuer;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The keys of local tokens (RSA 2048, RS256), kept in the data folder as JWKs that only its owner may read: the one that
 * signs, and the one that signed before it, whose tokens stay good until the next change. Read anew at each use, so that a
 * running issuer follows a change that another process makes.
 */
public final class SigningKey {
    private static final String FILE = "signing-key.json";
    private static final String FORMER = "former-key.json";

    private final Path file;
    private final Path former;

    private SigningKey(Path file) {
        this.file = file;
        this.former = file.resolveSibling(FORMER);
    }

    /**
     * The folder's key, made on first use; of two processes at once, both end with the same key.
     *
     * @throws Refused if it can be neither read nor made
     */
    public static SigningKey of(DataFolder folder) {
        Path file = folder.part("issuer").resolve(FILE);
        try {
            if (!Files.exists(file)) {
                make(file);
            }
        } catch (IOException | JOSEException e) {
            throw unusable(file, e);
        }
        SigningKey key = new SigningKey(file);
        key.key();
        return key;
    }

    /** Whether the folder has a key already. */
    public static boolean existsIn(DataFolder folder) {
        return Files.exists(folder.root().resolve("issuer").resolve(FILE));
    }

    /**
     * Signs with a new key from now on. Tokens of the present one stay good until the next change, those of the one before
     * it end with this.
     *
     * @throws Refused if the new key cannot be kept; the present one still signs then
     */
    public void renew() {
        try {
            replace(former, key().toPublicJWK().toJSONString());
            replace(file, generated().toJSONString());
        } catch (IOException | JOSEException e) {
            throw unusable(file, e);
        }
    }

    /** @throws Refused if it cannot be read */
    RSAKey key() {
        return read(file);
    }

    /** The public halves as a JWK set. */
    String publicKeys() {
        List<JWK> keys = new ArrayList<>(List.of(key().toPublicJWK()));
        if (Files.exists(former)) {
            keys.add(read(former).toPublicJWK());
        }
        return new JWKSet(keys).toString();
    }

    private static RSAKey read(Path file) {
        try {
            return RSAKey.parse(Files.readString(file));
        } catch (IOException | ParseException e) {
            throw unusable(file, e);
        }
    }

    private static Refused unusable(Path file, Exception why) {
        return new Refused(Exit.CANNOT_START,
                "The signing key " + file + " cannot be used (" + why.getClass().getSimpleName() + ").");
    }

    private static void replace(Path file, String text) throws IOException {
        Path fresh = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".tmp");
        Files.writeString(fresh, text);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static RSAKey generated() throws JOSEException {
        return new RSAKeyGenerator(2048)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .keyID(UUID.randomUUID().toString())
                .generate();
    }

    private static void make(Path file) throws IOException, JOSEException {
        Path fresh = Files.createTempFile(file.getParent(), FILE, ".tmp");
        Files.writeString(fresh, generated().toJSONString());
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
