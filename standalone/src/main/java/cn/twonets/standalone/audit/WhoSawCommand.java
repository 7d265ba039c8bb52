package cn.twonets.standalone.audit;

import cn.twonets.api.sensitive.RecordUnavailableException;
import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.WhoSaw;
import cn.twonets.audit.file.WriteObserver;
import cn.twonets.events.HouseholdId;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Says who was shown private facts of a household, or tried to be. */
@Command(name = "who-saw", customSynopsis = {
        "  twonets audit who-saw e4d5x7…            when, who, why and what, the oldest first",
        "  twonets audit who-saw e4d5x7… --as supervisor:411082 --for household-asked --json"}, description = {
                "Reads every entry once, some seconds for a million. Says nothing about whether entries are what was written: "
                        + "verify does. The question is itself written down before it is answered."})
final class WhoSawCommand implements Callable<Integer> {
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,64}");

    @Mixin
    private Archive archive = new Archive();

    @Parameters(paramLabel = "HOUSEHOLD", description = "the id of a household")
    private String household = "";

    @Option(names = "--as", paramLabel = "POST", description = "who asks, a post and never a name (default: ${DEFAULT-VALUE})")
    private String asker = "auditor:unnamed";

    @Option(names = "--for", paramLabel = "PURPOSE", description = "why, as a code such as household-asked (default: ${DEFAULT-VALUE})")
    private String purpose = "audit";

    @Option(names = "--record-in", paramLabel = "DIR", description = "the folder of chains to write the question into (default: the first that is searched)")
    private @Nullable Path recordIn;

    @Override
    public Integer call() throws IOException {
        String asked = id();
        List<Path> folders = archive.folders();
        List<WhoSaw.Sighting> sightings = WhoSaw.of(asked, folders);
        writeDown(asked, recordIn == null ? folders.getFirst() : recordIn);
        for (WhoSaw.Sighting one : sightings) {
            if (archive.json()) {
                archive.print(json(one));
            } else {
                archive.out().printf("%s  %-7s %-34s %s%s  (%s %d)%n", one.at(), one.how(), one.who(), one.purpose(),
                        one.what().isEmpty() ? "" : ": " + one.what(), one.chain(), one.number());
            }
        }
        if (sightings.isEmpty()) {
            archive.err().println("Nobody, as far as these entries say.");
        }
        archive.out().flush();
        return Exit.DONE.code();
    }

    /** Who saw a household says something about it: nobody is told without a record. */
    private void writeDown(String asked, Path folder) {
        if (!CODE.matcher(purpose).matches()) {
            throw new Refused(Exit.USAGE, "'" + purpose + "' is no code: small letters, digits and hyphens only.");
        }
        String correlation = UUID.randomUUID().toString();
        try (Trail trail = new Trail(Trail.AUDITOR, TrailSettings.in(folder), Clock.systemUTC(),
                WriteObserver.NOBODY)) {
            trail.keep(
                    new Entry.Read(new Actor(OperatorActs.post(asker), List.of()), List.of(asked), purpose, "who-saw",
                            new Trace(correlation, correlation.replace("-", ""))));
        } catch (RecordUnavailableException e) {
            throw new Refused(Exit.FAILED, "The question cannot be written down in " + folder
                    + ", so it is not answered; name a folder that can be written with --record-in.");
        }
    }

    private String id() {
        try {
            return new HouseholdId(household).value();
        } catch (IllegalArgumentException e) {
            throw new Refused(Exit.USAGE, "'" + household + "': " + e.getMessage() + ".");
        }
    }

    private ObjectNode json(WhoSaw.Sighting one) {
        ObjectNode line = archive.mapper().createObjectNode()
                .put("at", one.at())
                .put("who", one.who());
        one.roles().forEach(line.putArray("roles")::add);
        return line.put("how", one.how())
                .put("purpose", one.purpose())
                .put("what", one.what())
                .put("correlation", one.correlation())
                .put("chain", one.chain().value())
                .put("number", one.number());
    }
}
