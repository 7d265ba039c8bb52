package cn.twonets.transport.kafka;

import cn.twonets.transport.Transport;
import cn.twonets.transport.UnsafeSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * Where the brokers are, and how every Kafka client of a part speaks to them. With a user name the client proves who it
 * is by SCRAM-SHA-512, which never sends the password itself.
 *
 * @param bootstrapServers where to begin
 * @param settings of every client beside that; a password in them is never shown
 */
public record BrokerAccess(String bootstrapServers, Map<String, Object> settings) {

    public BrokerAccess {
        settings = Map.copyOf(settings);
    }

    /**
     * Puts the settings together.
     *
     * @param further settings as somebody wrote them; they outrank what is made here as long as they are not less safe
     * @param user as whom, null for nobody
     * @param passwordFile holds the user's password; read here and now
     * @throws UnsafeSettingException if the password cannot be read, or {@code further} would undo the encryption
     */
    public static BrokerAccess of(String bootstrapServers, Map<String, String> further, @Nullable String user,
            @Nullable Path passwordFile, Transport transport) {
        Map<String, Object> settings = new HashMap<>();
        if (user != null) {
            settings.put(SaslConfigs.SASL_MECHANISM, "SCRAM-SHA-512");
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, login(user, password(user, passwordFile)));
        }
        boolean named = user != null || further.containsKey(SaslConfigs.SASL_JAAS_CONFIG);
        if (transport.isEncrypted()) {
            requireNotUndone(further);
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, named ? "SASL_SSL" : "SSL");
            settings.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, TransportEngines.class);
            settings.put(TransportEngines.TRANSPORT, transport);
        } else if (named) {
            settings.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "SASL_PLAINTEXT");
        }
        further.forEach((name, value) -> settings.put(name, isSecret(name) ? new Password(value) : value));
        return new BrokerAccess(bootstrapServers, settings);
    }

    /** Settings of a client, with where to begin. */
    public Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(settings);
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        return client;
    }

    /** By Kafka's own word for it: passwords, keys, and what clients log in with. */
    private static boolean isSecret(String name) {
        ConfigDef.ConfigKey known = AdminClientConfig.configDef().configKeys().get(name);
        return known != null && known.type == ConfigDef.Type.PASSWORD;
    }

    private static void requireNotUndone(Map<String, String> further) {
        String protocol = further.get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        if (protocol != null && !protocol.endsWith("SSL")) {
            throw new UnsafeSettingException("twonets.kafka.client[security.protocol] is " + protocol
                    + ", which is not encrypted, although twonets.transport.bundle is set: leave it out.");
        }
        String names = further.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        if (names != null && !names.equalsIgnoreCase("https")) {
            throw new UnsafeSettingException("twonets.kafka.client[ssl.endpoint.identification.algorithm] is '" + names
                    + "', so that any server could pose as the broker: leave it out.");
        }
    }

    private static String password(String user, @Nullable Path file) {
        if (file == null) {
            throw new UnsafeSettingException("twonets.kafka.user is " + user
                    + ", but twonets.kafka.password-file does not name the file with the password.");
        }
        try {
            String password = Files.readString(file).strip();
            if (password.isEmpty()) {
                throw new UnsafeSettingException("The password file " + file + " of the Kafka user " + user
                        + " is empty.");
            }
            return password;
        } catch (IOException e) {
            throw new UnsafeSettingException("The password file " + file + " of the Kafka user " + user
                    + " cannot be read (" + e.getClass().getSimpleName() + ").", e);
        }
    }

    private static Password login(String user, String password) {
        return new Password("org.apache.kafka.common.security.scram.ScramLoginModule required username=\""
                + quoted(user) + "\" password=\"" + quoted(password) + "\";");
    }

    private static String quoted(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
