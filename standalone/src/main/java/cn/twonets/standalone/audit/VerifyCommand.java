package cn.twonets.standalone.audit;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.Reference;
import cn.twonets.audit.file.Finding;
import cn.twonets.audit.file.Report;
import cn.twonets.audit.file.Verifier;
import cn.twonets.audit.kafka.AnchorReading;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Says whether the audit is still what was written, and names the first entry of each chain that is not. */
@Command(name = "verify", customSynopsis = {
        "  twonets audit verify                                      of a product that runs here",
        "  twonets audit verify --folder /srv/audit --kafka kafka:9092",
        "  twonets audit verify --folder /srv/audit --without-anchors"}, description = {
                "Every entry must follow from the one before it, every chain that an anchor or a later chain speaks of must "
                        + "be there, and must have what was said of it. Work may go on meanwhile.",
                "Anchors lie on the topic twonets.audit.v1; what came after the last anchor of a chain is bound by that chain "
                        + "alone. Ends with 1 if anything was edited, removed or cut."})
final class VerifyCommand implements Callable<Integer> {
    /** Services anchor every ten seconds what has begun, their own chains and those of commands. */
    private static final int LOOKS = 15;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private record Look(AnchorReading.@Nullable Found anchors, Report report) {
        /** Whether nothing is wrong but that a chain is not anchored, as each is for some seconds. */
        boolean mayBeTooEarly() {
            return !report.isWhole()
                    && report.findings().stream().allMatch(one -> one.kind() == Finding.Kind.UNATTESTED);
        }
    }

    @Mixin
    private Archive archive = new Archive();

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "where the anchors are (default: the Kafka of the data folder's product)")
    private @Nullable String kafka;

    @Option(names = "--kafka-config", paramLabel = "FILE", description = "further settings of the Kafka client, such as security.protocol")
    private @Nullable Path config;

    @Option(names = "--without-anchors", description = "look at the chains alone; proves less")
    private boolean alone;

    @Option(names = "--unfinished", description = "name the acts without outcome as well")
    private boolean unfinished;

    @Override
    public Integer call() throws IOException {
        Look look = look();
        if (look.mayBeTooEarly()) {
            archive.err().println("What no anchor knows may have just begun: looking again for up to "
                    + LOOKS * BETWEEN_LOOKS.toSeconds() + " s.");
            archive.err().flush();
        }
        for (int again = 0; again < LOOKS && look.mayBeTooEarly() && paused(); again++) {
            look = look();
        }
        AnchorReading.@Nullable Found anchors = look.anchors();
        Report report = look.report();
        if (archive.json()) {
            tellScripts(report);
        } else {
            tell(report, anchors == null ? null : anchors.anchors());
        }
        if (anchors != null && anchors.foreign() > 0) {
            archive.err().println(anchors.foreign()
                    + " records on the topic are no anchors: look who else may write there.");
        }
        archive.out().flush();
        return (report.isWhole() ? Exit.DONE : Exit.FAILED).code();
    }

    private Look look() throws IOException {
        List<Path> folders = archive.folders();
        // first the anchors: whatever they speak of is in the files by then
        AnchorReading.@Nullable Found anchors = alone ? null : anchors();
        return new Look(anchors, Verifier.verify(folders, anchors == null ? null : anchors.anchors()));
    }

    private static boolean paused() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private AnchorReading.Found anchors() {
        Map<String, Object> client = kafka == null ? archive.place().brokerClient() : new HashMap<>();
        if (config != null) {
            Properties properties = new Properties();
            try (Reader reader = Files.newBufferedReader(config, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new Refused(Exit.USAGE, "The file " + config + " cannot be read ("
                        + e.getClass().getSimpleName() + ").");
            }
            properties.stringPropertyNames().forEach(name -> client.put(name, properties.getProperty(name)));
        }
        if (kafka != null) {
            client.putIfAbsent("bootstrap.servers", kafka);
        }
        try {
            return AnchorReading.all(client);
        } catch (KafkaException e) {
            throw new Refused(Exit.NOT_RUNNING,
                    "The anchors cannot be had from " + client.get("bootstrap.servers") + " ("
                            + e.getMessage()
                            + "). Start the product, name its Kafka with --kafka, or give up what only anchors "
                            + "prove: --without-anchors.");
        }
    }

    private void tell(Report report, @Nullable List<Anchor> anchors) {
        for (Finding finding : report.findings()) {
            archive.out().printf("%-10s  %s  %s: %s%n", finding.kind(), finding.chain(), entries(finding),
                    finding.words());
        }
        for (Reference act : named(report)) {
            archive.out().printf("UNFINISHED  %s  entry %d%n", act.chain(), act.number());
        }
        for (Report.Chain chain : report.chains()) {
            if (chain.torn() > 0) {
                archive.err()
                        .printf("%s ends within an entry that nobody relied on: being written just now, or broken off "
                                + "by a kill.%n", chain.id());
            }
        }
        archive.out().printf("%d entries in %d chains, %s; %d acts without outcome; %s%n", report.entries(),
                report.chains().size(),
                report.isWhole() ? "each as it was written" : report.findings().size() + " of them not as written",
                report.unfinished().size(),
                anchors == null
                        ? "anchors not looked at, so only edits that leave the hashes alone would show"
                        : anchors.size() + " anchors, and " + report.unattested() + " entries newer than these");
    }

    private static String entries(Finding finding) {
        return finding.from() == finding.to()
                ? "entry " + finding.from()
                : "entries " + finding.from() + " to " + finding.to();
    }

    private List<Reference> named(Report report) {
        return unfinished ? report.unfinished() : List.of();
    }

    private void tellScripts(Report report) {
        for (Reference act : named(report)) {
            archive.print(archive.mapper().createObjectNode().put("kind", "unfinished")
                    .put("chain", act.chain().value()).put("from", act.number()).put("to", act.number()));
        }
        for (Finding finding : report.findings()) {
            ObjectNode line = archive.mapper().createObjectNode()
                    .put("kind", finding.kind().name().toLowerCase(Locale.ROOT))
                    .put("chain", finding.chain().value())
                    .put("from", finding.from())
                    .put("to", finding.to())
                    .put("words", finding.words());
            archive.print(line);
        }
        archive.print(archive.mapper().createObjectNode()
                .put("whole", report.isWhole())
                .put("chains", report.chains().size())
                .put("entries", report.entries())
                .put("unattested", report.unattested())
                .put("withoutOutcome", report.unfinished().size())
                .put("anchorsRead", !alone));
    }
}
