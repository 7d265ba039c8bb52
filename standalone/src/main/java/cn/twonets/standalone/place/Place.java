package cn.twonets.standalone.place;

import java.nio.file.Path;
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
        return portBase != null ? ports() : folder().rememberedPorts().orElse(Ports.USUAL);
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
