package cn.twonets.standalone.issuer;

import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret of the resource service, made on first use and readable by the folder's owner alone. */
public final class ClientSecret {
    /** The one client that may ask for tokens over HTTP. */
    public static final String CLIENT = "resource-service";

    private final String secret;

    private ClientSecret(String secret) {
        this.secret = secret;
    }

    /** @throws Refused if it can be neither read nor made */
    public static ClientSecret of(DataFolder folder) {
        Path file = folder.factsSecret();
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                DataFolder.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            }
            return new ClientSecret(Files.readString(file).strip());
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The secret " + file + " cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** Compares in a time that does not tell how much was right. */
    boolean matches(String client, String offered) {
        boolean sameSecret = MessageDigest.isEqual(
                secret.getBytes(StandardCharsets.UTF_8),
                offered.getBytes(StandardCharsets.UTF_8));
        return CLIENT.equals(client) && sameSecret;
    }
}
