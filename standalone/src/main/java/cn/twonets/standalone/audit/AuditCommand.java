package cn.twonets.standalone.audit;

import cn.twonets.audit.Claim;
import cn.twonets.audit.file.ChainFile;
import cn.twonets.standalone.place.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks into the audit. */
@Command(name = "audit", customSynopsis = {
        "  twonets audit                        which chains there are",
        "  twonets audit verify                 whether they are still what was written",
        "  twonets audit who-saw HOUSEHOLD      who was shown private facts of a household"}, description = {
                "Every act and every sensitive read is written down, bound to the entry before it in a chain; each start of a "
                        + "service begins one.",
                "Without a command: the chains and how many entries each has, unverified."}, subcommands = {
                        VerifyCommand.class, WhoSawCommand.class})
public final class AuditCommand implements Callable<Integer> {
    @Mixin
    private Archive archive = new Archive();

    @Override
    public Integer call() throws IOException {
        for (Path folder : archive.folders()) {
            for (ChainFile chain : ChainFile.in(folder)) {
                Optional<Claim> end = chain.end();
                long entries = end.map(Claim::entries).orElse(0L);
                if (archive.json()) {
                    archive.print(archive.mapper().createObjectNode()
                            .put("chain", chain.id().value()).put("entries", entries));
                } else {
                    archive.out().printf("%9d  %s%n", entries, chain.path());
                }
            }
        }
        archive.out().flush();
        return Exit.DONE.code();
    }
}
