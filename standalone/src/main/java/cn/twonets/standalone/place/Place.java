package cn.twonets.standalone.place;

import cn.twonets.events.rights.BrokerUser;
import cn.twonets.transport.Transport;
import cn.twonets.transport.UnsafeSettingException;
import cn.twonets.transport.kafka.BrokerAccess;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command has: which data folder, which ports. */
public final class Place {
    @Option(names = "--data", paramLabel = "DIR", defaultValue = ".twonets", description = "data folder (default: ${DEFAULT-VALUE})")
    private Path data = Path.of(".twonets");

    @Option(names = "--port-base", paramLabel = "N", description = {
            "gateway on N, services on N+1 to N+3, their health and metrics on N+5 to N+8, issuer N+9, Kafka N+10 and "
                    + "N+11, store N+12 (default: 8080 to 8083, 8085 to 8088, 8089, 9092, 9093, 27017)"})
    private @Nullable Integer portBase;

    @Option(names = "--ca", paramLabel = "FILE", description = "trust this authority, a PEM file, and speak by TLS only (default: whom the folder's product named at its start, if it has certificates)")
    private @Nullable Path ca;

    public DataFolder folder() {
        return DataFolder.at(data);
    }

    /**
     * The ports to start on: as named, else the usual ones.
     *
     * @throws Refused if the named base does not do
     */
    public Ports ports() {
        if (portBase == null) {
            return Ports.USUAL;
        }
        try {
            return Ports.from(portBase);
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "--port-base " + portBase + ": " + e.getMessage() + ".");
        }
    }

    /**
     * The ports of the product to join: as named, else those on which the folder's product was started.
     *
     * @throws Refused if the named base does not do
     */
    public Ports portsToJoin() {
        Ports ports = portBase != null ? ports() : folder().rememberedPorts().orElse(Ports.USUAL);
        return authority().isPresent() ? ports.encryptedOnly() : ports;
    }

    /**
     * How the product to join is spoken to.
     *
     * @throws Refused if the authority to trust cannot be read
     */
    public Transport transport() {
        return authority().map(file -> {
            SSLContext trusting = CertificateFolder.trusting(file);
            return Transport.encrypted(() -> trusting);
        }).orElse(Transport.plain());
    }

    /**
     * Settings of Kafka clients of the product to join, as operators, who may read everything.
     *
     * @throws Refused if whom to trust, or the operators' password, cannot be read
     */
    public Map<String, Object> brokerClient() {
        Transport transport = transport();
        String servers = portsToJoin().bootstrapServers();
        if (!transport.isEncrypted()) {
            return new HashMap<>(Map.of("bootstrap.servers", servers));
        }
        try {
            return BrokerAccess.of(servers, Map.of(), BrokerUser.OPS.word(), folder().brokerPassword(BrokerUser.OPS),
                    transport).client();
        } catch (UnsafeSettingException e) {
            throw new Refused(Exit.NOT_RUNNING, String.valueOf(e.getMessage()));
        }
    }

    /** @throws Refused if {@code --ca} was given to a command that joins nothing */
    public void refuseAuthority() {
        if (ca != null) {
            throw new Refused(Exit.USAGE, "--ca is for commands that join a running product; to start one with TLS, "
                    + "name its certificates: --certificates DIR.");
        }
    }

    private Optional<Path> authority() {
        return ca != null ? Optional.of(ca.toAbsolutePath().normalize()) : folder().rememberedAuthority();
    }

    /** These options as words of a command line, for messages that say what to type next. */
    public String words() {
        StringBuilder words = new StringBuilder();
        if (!data.equals(Path.of(".twonets"))) {
            words.append(" --data ").append(data);
        }
        return words.toString();
    }
}
