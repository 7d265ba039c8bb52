package cn.twonets.standalone.audit;

import cn.twonets.audit.file.WhoSaw;
import cn.twonets.events.HouseholdId;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Refused;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** Says who was shown private facts of a household, or tried to be. */
@Command(name = "who-saw", customSynopsis = {
        "  twonets audit who-saw e4d5x7…            when, who, why and what, the oldest first",
        "  twonets audit who-saw e4d5x7… --json"}, description = {
                "Reads every entry once, some seconds for a million. Says nothing about whether entries are what was written: "
                        + "verify does."})
final class WhoSawCommand implements Callable<Integer> {
    @Mixin
    private Archive archive = new Archive();

    @Parameters(paramLabel = "HOUSEHOLD", description = "the id of a household")
    private String household = "";

    @Override
    public Integer call() throws IOException {
        List<WhoSaw.Sighting> sightings = WhoSaw.of(id(), archive.folders());
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
