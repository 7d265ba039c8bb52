package cn.twonets.standalone.backup;

import cn.twonets.delivery.mongo.Restores;
import cn.twonets.standalone.audit.OperatorActs;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreException;
import cn.twonets.store.StoreSettings;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a data folder of a backup, on this machine or another. */
@Command(name = "restore", customSynopsis = {
        "  twonets restore /backup/monday --keys-from /safe/monday --data county",
        "  twonets restore /backup/monday --keys-from /safe/monday --data county --topics /rescued/broker",
        "  twonets restore /backup/monday --keys-from /safe/monday --data county --audit /rescued/audit",
        "  twonets restore --mongo mongodb://… --taken 2026-11-21T19:00:00Z --audit /srv/audit    after mongorestore, before the services start"}, description = {
                "Makes a new data folder of a backup; nothing is ever overwritten. Then: twonets up, reconcile --heal, lost.",
                "What was accepted since the backup is not in it. Everything that is in it is told again under a higher epoch, so "
                        + "that all who have heard of what is lost take what is known here for newer.",
                "Households that were erased since are erased here too, as far as the audit tells."})
public final class RestoreCommand implements Callable<Integer> {
    private static final List<String> DATABASES = List.of("intake", "dispatch", "resource");

    @Mixin
    private Place place = new Place();

    @Mixin
    private OperatorActs acts = new OperatorActs();

    @Parameters(arity = "0..1", paramLabel = "BACKUP", description = "the folder of a backup")
    private @Nullable Path backup;

    @Option(names = "--keys-from", paramLabel = "DIR", description = "the folder with the keys of that backup")
    private @Nullable Path keys;

    @Option(names = "--topics", paramLabel = "DIR", description = "the folder broker/ of the lost machine, if its disk can be read (default: topics begin anew)")
    private @Nullable Path topics;

    @Option(names = "--audit", paramLabel = "DIR", description = "the folder audit/ of the lost machine, or a copy of it newer than the backup: what was erased since is erased here too (default: that of the backup)")
    private @Nullable Path audit;

    @Option(names = "--mongo", paramLabel = "URI", description = "note the restore in these databases, restored by other means")
    private @Nullable String mongo;

    @Option(names = "--databases", split = ",", paramLabel = "NAME", description = "with --mongo: which were restored (default: intake,dispatch,resource)")
    private List<String> databases = DATABASES;

    @Option(names = "--taken", paramLabel = "TIME", description = "with --mongo: when the backup was taken, RFC 3339")
    private @Nullable Instant taken;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        if (mongo != null) {
            noteIn(mongo);
        } else if (backup != null) {
            restore(backup);
        } else {
            throw new Refused(Exit.USAGE, "Name the folder of a backup, or --mongo; see --help.");
        }
        return Exit.DONE.code();
    }

    private void noteIn(String uri) {
        if (backup != null || taken == null) {
            throw new Refused(Exit.USAGE, "With --mongo there is no folder of a backup, but --taken.");
        }
        Instant when = taken;
        Erasures erasures = audit == null ? new Erasures(List.of(), List.of()) : Erasures.in(requireAudit(audit));
        OperatorActs.Act act = () -> {
            int epoch = Restores.noteAll(uri, databases, Clock.systemUTC().instant(), when);
            int again = erasures.repeatIn(uri, databases);
            tell(erasures, again);
            out().println("Noted in " + String.join(", ", databases) + ": what happens from now on is of epoch " + epoch
                    + ". Start the services now.");
            out().flush();
            return new Noted(epoch, again).codes();
        };
        String name = "twonets restore --mongo";
        if (audit == null) {
            acts.doing(place, name, List.of(when.toString()), act);
        } else {
            acts.doing(audit, name, List.of(when.toString()), act);
        }
    }

    private void restore(Path folder) {
        Backup found = Backup.checked(folder);
        requireKeys(folder, found);
        requireTopics();
        if (audit != null) {
            requireAudit(audit);
        }
        Path target = place.folder().root();
        Path unfinished = Folders.unfinished(target);
        Folders.copy(folder, unfinished, List.of("store"));
        Folders.copy(folder, unfinished, BackupCommand.DATA);
        if (audit != null) {
            Erasures.bring(audit, unfinished.resolve("audit"));
        }
        if (keys != null) {
            Folders.copy(keys, unfinished, BackupCommand.KEYS);
        }
        if (topics != null) {
            Folders.copy(topics.toAbsolutePath().normalize().getParent(), unfinished,
                    List.of(topics.getFileName().toString()));
        }
        Erasures erasures = Erasures.in(unfinished.resolve("audit"));
        Noted[] noted = new Noted[1];
        // the new folder gets its name together with the entry that tells where it came from
        acts.doing(unfinished.resolve("audit"), "twonets restore", List.of(found.taken().toString()), () -> {
            noted[0] = note(unfinished, found.taken(), erasures);
            return noted[0].codes();
        });
        Folders.finish(unfinished, target);
        tell(found, noted[0].epoch());
        tell(erasures, noted[0].erasedAgain());
    }

    private void requireKeys(Path folder, Backup found) {
        if (found.keys() == null) {
            return;
        }
        if (keys == null) {
            throw new Refused(Exit.USAGE,
                    "Name the folder with the keys of this backup by --keys-from: without them no name, "
                            + "number or text in it can ever be read.");
        }
        if (!Files.isDirectory(keys) || !found.keys().equals(Backup.hashOfAll(keys))) {
            throw new Refused(Exit.NOT_ALLOWED,
                    "The keys in " + keys + " are not those that were in use when the backup in "
                            + folder + " was taken.");
        }
    }

    private void requireTopics() {
        if (topics != null && (!topics.endsWith("broker") || !Files.isDirectory(topics.resolve("logs")))) {
            throw new Refused(Exit.USAGE, topics + " is no folder broker/ of a data folder.");
        }
    }

    private static Path requireAudit(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new Refused(Exit.USAGE, "There is no folder " + folder + ".");
        }
        return folder;
    }

    private record Noted(int epoch, int erasedAgain) {
        List<String> codes() {
            return List.of("epoch:" + epoch, "erased-again:" + erasedAgain);
        }
    }

    /** Opened once here, the store is also known to be whole. */
    private static Noted note(Path folder, Instant taken, Erasures erasures) {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")).withFsync(true))) {
            int epoch = Restores.noteAll(store.connectionString(), DATABASES, Clock.systemUTC().instant(), taken);
            return new Noted(epoch, erasures.repeatIn(store.connectionString(), DATABASES));
        } catch (StoreException e) {
            throw new Refused(Exit.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void tell(Erasures erasures, int again) {
        if (audit == null) {
            out().println(
                    "Households erased after the backup are there again, unless its audit tells of them: name the "
                            + "lost machine's by --audit, or erase them again.");
        }
        if (again > 0) {
            out().println(again + " households that had been erased are erased here too.");
        }
        for (String household : erasures.doubtful()) {
            out().println("Somebody wanted household " + household
                    + " to be erased, and whether it was nobody knows: ask, and erase it again.");
        }
        out().flush();
    }

    private void tell(Backup found, int epoch) {
        DataFolder folder = place.folder();
        out().println("Restored to " + folder.root() + ": all that was accepted before " + found.taken()
                + ". What happens from now on is of epoch " + epoch + ".");
        out().println("What was accepted since then is not here"
                + (topics == null ? ", and its topics are gone: villages must be asked what they reported." : "."));
        out().println("Now:  twonets up" + place.words());
        out().println("then: twonets reconcile --heal" + place.words() + "   (must end with nothing that differs)");
        out().println("then: twonets lost" + place.words() + "   (what topics still know of what was lost)");
        out().flush();
    }
}
