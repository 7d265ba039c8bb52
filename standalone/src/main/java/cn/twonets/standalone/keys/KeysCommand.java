package cn.twonets.standalone.keys;

import cn.twonets.intake.privacy.mongo.DirectTexts;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.intake.privacy.tink.UnusableKeysException;
import cn.twonets.standalone.audit.OperatorActs;
import cn.twonets.standalone.place.Exit;
import cn.twonets.standalone.place.Place;
import cn.twonets.standalone.place.Refused;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows and rotates intake's master keys. */
@Command(name = "keys", customSynopsis = {
        "  twonets keys                       the master keys",
        "  twonets keys add                   first: one more, which every instance must read",
        "  twonets keys promote 1234567890    then: it wraps from now on",
        "  twonets keys retire 987654321      at last: the old one is taken away"}, description = {
                "Shows the master keys that wrap the households' keys, and changes them step by step.",
                "Restart intake after each step; an instance that starts with another key wraps all households' keys anew,",
                "and seals with these what was sealed with a master key itself. Nothing becomes unreadable in between."}, subcommands = {
                        KeysCommand.Add.class, KeysCommand.Promote.class,
                        KeysCommand.Retire.class})
public final class KeysCommand implements Callable<Integer> {
    @Mixin
    private Keys keys = new Keys();

    @Override
    public Integer call() {
        keys.asked(() -> keys.file()
                .masters()
                .forEach(master -> keys.out().println(master.name() + (master.primary() ? "  wraps" : ""))));
        return Exit.DONE.code();
    }

    /** Which key file. */
    static final class Keys {
        @Mixin
        private Place place = new Place();

        @Option(names = "--key-file", paramLabel = "FILE", description = "the key file (default: that of the data folder)")
        private @Nullable Path keyFile;

        @Spec(Spec.Target.MIXEE)
        private CommandSpec spec = CommandSpec.create();

        KeyFile file() {
            return new KeyFile(
                    keyFile == null
                            ? place.folder().root().resolve("intake").resolve("intake").resolve("keys.json")
                            : keyFile);
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }

        PrintWriter err() {
            return spec.commandLine().getErr();
        }

        /** Shows something, without an entry: names of master keys are no secret. */
        void asked(Runnable work) {
            try {
                work.run();
            } catch (UnusableKeysException e) {
                throw new Refused(Exit.FAILED, String.valueOf(e.getMessage()));
            }
        }

        /** Does something, and says so in the audit. */
        void changed(OperatorActs acts, String command, List<String> of, OperatorActs.Act work) {
            acts.doing(place, "twonets keys " + command, of, () -> {
                try {
                    return work.get();
                } catch (UnusableKeysException e) {
                    throw new Refused(Exit.FAILED, String.valueOf(e.getMessage()));
                }
            });
        }

        /** Whether the store holds keys of households that this master key wraps. */
        boolean isNeeded(String master) {
            Set<String> others = file().masters()
                    .stream()
                    .map(KeyFile.Master::name)
                    .filter(name -> !name.equals(master))
                    .collect(Collectors.toSet());
            return inStore(database -> !new StoredKeys(database).wrappedByOthersThan(others, 1).isEmpty());
        }

        /** Whether the store holds texts that were sealed with a master key itself. */
        boolean sealTexts() {
            return inStore(database -> new DirectTexts(database).areThere());
        }

        private boolean inStore(Predicate<MongoDatabase> question) {
            String uri = System.getenv().getOrDefault("TWONETS_MONGO_URI", place.portsToJoin().storeUri());
            try (MongoClient client = cn.twonets.delivery.mongo.StoreSettings.open(uri, "twonets-keys",
                    place.transport(), List.of(), List.of())) {
                return question.test(client.getDatabase("intake"));
            } catch (MongoException e) {
                throw new Refused(Exit.NOT_RUNNING,
                        "The store does not answer (" + e.getClass().getSimpleName()
                                + "), so nobody knows whether the key is still needed; start it, or name it in "
                                + "TWONETS_MONGO_URI.");
            }
        }
    }

    /** Adds one. */
    @Command(name = "add", customSynopsis = "  twonets keys add", description = {
            "Adds a master key that does not wrap yet."})
    static final class Add implements Callable<Integer> {
        @Mixin
        private Keys keys = new Keys();

        @Mixin
        private OperatorActs acts = new OperatorActs();

        @Override
        public Integer call() {
            keys.changed(acts, "add", List.of(), () -> {
                String name = keys.file().add();
                keys.out().println(name);
                keys.err().println("Back the key file up, restart every intake, then: twonets keys promote " + name);
                return List.of(name);
            });
            return Exit.DONE.code();
        }
    }

    /** Makes one the primary. */
    @Command(name = "promote", customSynopsis = "  twonets keys promote 1234567890", description = {
            "Makes a master key the one that wraps."})
    static final class Promote implements Callable<Integer> {
        @Mixin
        private Keys keys = new Keys();

        @Mixin
        private OperatorActs acts = new OperatorActs();

        @Parameters(paramLabel = "NAME", description = "the master key, as keys shows it")
        private String name = "";

        @Override
        public Integer call() {
            keys.changed(acts, "promote", List.of(name), () -> {
                keys.file().promote(name);
                keys.err().println("Restart every intake; when the log says that the households' keys were wrapped "
                        + "anew: twonets keys retire NAME, with the name of the old one.");
                return List.of();
            });
            return Exit.DONE.code();
        }
    }

    /** Takes one away. */
    @Command(name = "retire", customSynopsis = "  twonets keys retire 987654321", description = {
            "Takes a master key away for good, unless a household's key is still wrapped with it, or a text is still",
            "sealed with a master key itself.",
            "Backups of the store from before the rotation need the key file from before it."})
    static final class Retire implements Callable<Integer> {
        @Mixin
        private Keys keys = new Keys();

        @Mixin
        private OperatorActs acts = new OperatorActs();

        @Parameters(paramLabel = "NAME", description = "the master key, as keys shows it")
        private String name = "";

        @Override
        public Integer call() {
            keys.changed(acts, "retire", List.of(name), () -> {
                if (keys.isNeeded(name)) {
                    throw new Refused(Exit.NOT_ALLOWED, "Keys of households are still wrapped with master key " + name
                            + "; restart intake after promoting another one, and wait for its log.");
                }
                if (keys.sealTexts()) {
                    throw new Refused(Exit.NOT_ALLOWED, "Texts from before households had keys of their own are still "
                            + "sealed with a master key; restart intake, and wait until its log says that it sealed them "
                            + "with the households' keys, or why it cannot.");
                }
                keys.file().retire(name);
                return List.of();
            });
            return Exit.DONE.code();
        }
    }
}
