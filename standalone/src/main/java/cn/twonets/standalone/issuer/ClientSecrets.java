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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The secrets of the product's own services, made on first use and readable by the folder's owner alone. */
public final class ClientSecrets {
    /** The only clients that may ask for tokens over HTTP, and what each may do. */
    private static final Map<String, List<String>> ROLES = Map.of(
            "intake-service", List.of("service"),
            "dispatch-service", List.of("service"),
            "resource-service", List.of("household-facts", "service"));

    private final Map<String, String> secrets;

    private ClientSecrets(Map<String, String> secrets) {
        this.secrets = secrets;
    }

    /** @throws Refused if they can be neither read nor made */
    public static ClientSecrets of(DataFolder folder) {
        Map<String, String> secrets = new HashMap<>();
        ROLES.keySet().forEach(client -> secrets.put(client, secret(folder.clientSecret(client))));
        return new ClientSecrets(secrets);
    }

    private static String secret(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] random = new byte[32];
                new SecureRandom().nextBytes(random);
                DataFolder.write(file, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new Refused(Exit.CANNOT_START,
                    "The secret " + file + " cannot be read (" + e.getClass().getSimpleName() + ").");
        }
    }

    /** The roles of a client that {@link #matches}. */
    static List<String> rolesOf(String client) {
        return ROLES.getOrDefault(client, List.of());
    }

    /** Compares in a time that does not tell how much was right. */
    boolean matches(String client, String offered) {
        String secret = secrets.get(client);
        boolean sameSecret = MessageDigest.isEqual(
                (secret == null ? "" : secret).getBytes(StandardCharsets.UTF_8),
                offered.getBytes(StandardCharsets.UTF_8));
        return secret != null && sameSecret;
    }
}
