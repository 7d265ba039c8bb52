package cn.twonets.transport.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.transport.Transport;
import cn.twonets.transport.UnsafeSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerAccessTest {
    private static final Transport ENCRYPTED = Transport.encrypted(BrokerAccessTest::context);

    @TempDir
    Path folder;
    private Path password;

    @BeforeEach
    void keepPassword() throws IOException {
        password = Files.writeString(folder.resolve("password"), "se\"cr\\et\n");
    }

    @ParameterizedTest
    @CsvSource({"true, true, SASL_SSL", "true, false, SSL", "false, true, SASL_PLAINTEXT", "false, false,"})
    void choosesTheProtocolByWhatIsKnown(boolean encrypted, boolean user, String protocol) {
        Map<String, Object> client = BrokerAccess.of("kafka:9092", Map.of(), user ? "intake" : null,
                user ? password : null, encrypted ? ENCRYPTED : Transport.plain()).client();

        assertThat(client.get("security.protocol")).isEqualTo(protocol);
        assertThat(client).containsEntry("bootstrap.servers", "kafka:9092");
        assertThat(client.containsKey("ssl.engine.factory.class")).isEqualTo(encrypted);
    }

    @Test
    void logsInByScramWithWhatTheFileHolds() {
        BrokerAccess access = BrokerAccess.of("kafka:9092", Map.of(), "intake", password, ENCRYPTED);

        assertThat(access.settings()).containsEntry("sasl.mechanism", "SCRAM-SHA-512");
        assertThat(((Password) access.settings().get("sasl.jaas.config")).value())
                .isEqualTo("org.apache.kafka.common.security.scram.ScramLoginModule required username=\"intake\" "
                        + "password=\"se\\\"cr\\\\et\";");
    }

    @Test
    void neverShowsAPassword() {
        BrokerAccess read = BrokerAccess.of("kafka:9092", Map.of(), "intake", password, ENCRYPTED);
        BrokerAccess written = BrokerAccess.of("kafka:9092", Map.of("sasl.jaas.config", "x password=\"se-cret\";",
                "ssl.key.password", "se-cret"), null, null, ENCRYPTED);

        assertThat(read.toString() + written + new AdminClientConfig(read.client()).values()
                + new AdminClientConfig(written.client()).values())
                .doesNotContain("se\\\"cr").doesNotContain("se-cret");
    }

    @ParameterizedTest
    @CsvSource({"security.protocol, PLAINTEXT", "security.protocol, SASL_PLAINTEXT",
            "ssl.endpoint.identification.algorithm, ''"})
    void refusesWhatWouldUndoTheEncryption(String setting, String value) {
        assertThatThrownBy(() -> BrokerAccess.of("kafka:9092", Map.of(setting, value), null, null, ENCRYPTED))
                .isInstanceOf(UnsafeSettingException.class)
                .hasMessageContaining("twonets.kafka.client[" + setting + "]");
        assertThat(BrokerAccess.of("kafka:9092", Map.of(setting, value), null, null, Transport.plain()).settings())
                .containsEntry(setting, value);
    }

    @Test
    void refusesAUserWithoutAPassword() throws IOException {
        Path empty = Files.createFile(folder.resolve("empty"));

        assertThatThrownBy(() -> BrokerAccess.of("kafka:9092", Map.of(), "intake", null, ENCRYPTED))
                .hasMessageContaining("twonets.kafka.password-file does not name");
        assertThatThrownBy(() -> BrokerAccess.of("kafka:9092", Map.of(), "intake", folder.resolve("none"), ENCRYPTED))
                .hasMessageContaining("cannot be read (NoSuchFileException)");
        assertThatThrownBy(() -> BrokerAccess.of("kafka:9092", Map.of(), "intake", empty, ENCRYPTED))
                .hasMessageContaining("is empty");
    }

    private static SSLContext context() {
        try {
            return SSLContext.getDefault();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
