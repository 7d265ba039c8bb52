package cn.twonets.standalone.backup;

import cn.twonets.standalone.audit.OperatorActs;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import cn.twonets.store.StoreCopy;
import cn.twonets.store.StoreException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a backup of a product, while people work or not. */
@Command(name = "backup", customSynopsis = {
        "  twonets backup --to /backup/monday --keys-to /safe/monday",
        "  twonets backup --to /backup/monday --without-keys     where the keys are kept safe already"}, description = {
                "Copies store and audit as they are at this moment; the product may run meanwhile.",
                "The keys of private fields and tokens go elsewhere: whoever has both reads everything, and whoever has lost the "
                        + "keys never reads a name again. Topics are not copied: a restore tells everything again."})
public final class BackupCommand implements Callable<Integer> {
    /** What is appended to goes first: the store, then the audit, which knows of each act before the store does. */
    static final List<String> DATA = List.of("audit", "clock", "own-data");
    static final List<String> KEYS = List.of("intake", "issuer");

    @Mixin
    private Place place = new Place();

    @Mixin
    private OperatorActs acts = new OperatorActs();

    @Option(names = "--to", paramLabel = "DIR", required = true, description = "a folder that is empty or does not exist")
    private Path to = Path.of("backup");

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Keys keys = new Keys();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Where the keys go. */
    static final class Keys {
        @Option(names = "--keys-to", paramLabel = "DIR", description = "another such folder, for the keys; keep it apart from the backup")
        private @Nullable Path folder;

        @Option(names = "--without-keys", description = "leave the keys out: they are kept safe elsewhere, and did not change")
        private boolean none;
    }

    @Override
    public Integer call() {
        Instant taken = Clock.systemUTC().instant();
        acts.doing(place, keys.folder == null ? "twonets backup --without-keys" : "twonets backup --keys-to",
                List.of(taken.toString()), () -> {
                    back(place.folder().root(), taken);
                    return List.of();
                });
        return Exit.DONE.code();
    }

    private void back(Path data, Instant taken) {
        Path unfinished = Folders.unfinished(to);
        Path keysTo = keys.folder == null ? null : Folders.unfinished(keys.folder);
        try {
            StoreCopy.copy(data.resolve("store"), unfinished.resolve("store"));
        } catch (StoreException e) {
            throw new Refused(Exit.FAILED, String.valueOf(e.getMessage()));
        }
        Folders.copy(data, unfinished, DATA);
        String hash = hashOfKeys(data);
        if (keysTo != null && keys.folder != null) {
            Folders.copy(data, keysTo, KEYS);
            Folders.finish(keysTo, keys.folder);
        }
        SortedMap<String, String> files = Backup.hashes(unfinished);
        new Backup(taken, files, hash).write(unfinished);
        Folders.finish(unfinished, to);
        tell(taken, files.size());
    }

    /** The same files as a folder of keys would hold. */
    private static @Nullable String hashOfKeys(Path data) {
        SortedMap<String, String> all = new TreeMap<>();
        for (String part : KEYS) {
            if (Files.isDirectory(data.resolve(part))) {
                Backup.hashes(data.resolve(part)).forEach((name, hash) -> all.put(part + "/" + name, hash));
            }
        }
        return Backup.hashOf(all);
    }

    private void tell(Instant taken, int files) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Backup of " + taken + " in " + to.toAbsolutePath().normalize() + ", " + files
                + " files, every record of the store checked.");
        out.println(keys.folder == null
                ? "Without keys: without them no name, number or text in it can ever be read. Keep those of "
                        + place.folder().root() + " (" + String.join(", ", KEYS) + ") safe."
                : "Its keys are in " + keys.folder.toAbsolutePath().normalize() + ": keep them apart from it.");
        out.println("On another machine: twonets restore " + to + " --data DIR"
                + (keys.folder == null ? " --keys-from DIR" : " --keys-from " + keys.folder));
        out.flush();
    }
}
