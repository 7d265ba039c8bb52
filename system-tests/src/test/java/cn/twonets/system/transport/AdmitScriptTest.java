package cn.twonets.system.transport;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.broker.InProcessBroker;
import cn.twonets.load.ProductProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kafka.admin.ConfigCommand;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code deploy/kafka/admit} runs in a container; what it hands to Kafka's own command is handed to it here. */
class AdmitScriptTest {
    @TempDir
    private Path folder;

    @Test
    void makesUsersAsKafkasOwnCommandTakesThem() throws Exception {
        String script = Files.readString(Path.of("..", "deploy", "kafka", "admit"));
        Matcher format = Pattern.compile("printf '(SCRAM[^']+)\\\\n'").matcher(script);
        assertThat(format.find()).isTrue();
        Path user = Files.writeString(folder.resolve("user.properties"), format.group(1).formatted("A1b2C3") + "\n");
        int port = ProductProcess.freeBase();

        try (InProcessBroker broker = InProcessBroker.start(folder.resolve("broker"), port, port + 1);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            ConfigCommand.alterConfig(admin, new ConfigCommand.ConfigCommandOptions(new String[]{
                    "--bootstrap-server", broker.bootstrapServers(), "--alter", "--entity-type", "users",
                    "--entity-name", "intake", "--add-config-file", user.toString()}));

            assertThat(admin.describeUserScramCredentials().description("intake").get().credentialInfos())
                    .containsExactly(new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 8_192));
        }
    }
}
