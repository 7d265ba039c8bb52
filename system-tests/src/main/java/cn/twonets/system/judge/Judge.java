package cn.twonets.system.judge;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.EnvelopeSafe;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Safe;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.load.ClientHistory;
import cn.twonets.standalone.clock.VirtualTime;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.standalone.place.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;

/**
 * Judges a product that has come to rest: reads the clients' history, the stores and the topics, and nothing that the
 * product says about itself. Intake's keys are used for one thing: to see that a description is the one submitted.
 */
public final class Judge {
    /** What was found, and two sums that are read first. */
    public record Judgement(Verdict verdict, long claims, long accepted, long unknown, long lost, long doubled) {}

    private final DataFolder folder;
    private final Ports ports;

    /** A product by its data folder and ports; its store and broker must run, its services for their metrics. */
    public Judge(Path data, Ports ports) {
        this.folder = DataFolder.at(data);
        this.ports = ports;
    }

    /** Judges all. */
    public Judgement judge(List<Claim> claims, Run run) {
        Verdict verdict = new Verdict();
        Topics topics = new Topics(ports.bootstrapServers());
        try (Stores stores = new Stores(ports.storeUri())) {
            Map<Family, Map<String, Kept>> stored = new EnumMap<>(Family.class);
            for (Family family : Family.values()) {
                stored.put(family, stores.all(family, contentHash(stores)));
            }
            long now = new VirtualTime(folder, Clock.systemUTC()).now().toEpochMilli();
            Acceptance acceptance = new Acceptance(stored, now, verdict);
            acceptance.judge(claims, run.otherNeeds());
            events(stored, topics, new Responsibility(Grid.in(stores), run.gaps(), now, verdict), verdict);
            new Capacity(verdict).afterDrain(stores.pools(), stored.get(Family.AID).values());
            long unpublished = stores.unpublished();
            verdict.require(unpublished == 0, Invariant.I10, "all stores",
                    unpublished + " documents are marked unpublished");
            new Audited(verdict).judge(folder.root().resolve("audit"), topics, stored);
            new Letters(topics, verdict).judge(run.poisons());
            if (!run.canaries().isEmpty()) {
                privacy(run, topics, stores, verdict);
            }
            long accepted = claims.stream().filter(claim -> claim.need() != null).count();
            long unknown = claims.stream().filter(Claim::lostAnAnswer).count();
            return new Judgement(verdict, claims.size(), accepted, unknown, acceptance.lost(), acceptance.doubled());
        }
    }

    private static void events(Map<Family, Map<String, Kept>> stored, Topics topics, Responsibility responsibility,
            Verdict verdict) {
        Paths paths = new Paths(verdict);
        for (Family family : Family.values()) {
            Map<String, List<Told>> told = topics.told(family);
            Set<String> needs = new HashSet<>(stored.get(family).keySet());
            needs.addAll(told.keySet());
            for (String need : needs) {
                paths.judge(family, need, stored.get(family).get(need), told.get(need));
                Kept reported = stored.get(Family.NEED).get(need);
                if (family == Family.CASE && reported != null && told.containsKey(need)) {
                    responsibility.judge(reported.need(), need, told.get(need));
                }
            }
        }
    }

    private void privacy(Run run, Topics topics, Stores stores, Verdict verdict) {
        Privacy privacy = new Privacy(new Canaries(run.canaries()), verdict);
        privacy.topics(topics);
        privacy.stores(stores);
        privacy.logs(folder.root().resolve("logs"));
        privacy.logs(folder.root().resolve("audit"));
        privacy.printed(folder.root());
        privacy.metrics(ports.managementUris());
    }

    /** The hash of the body that would submit a stored need again, in the form in which the clients submit. */
    private java.util.function.Function<BsonDocument, String> contentHash(Stores stores) {
        Path keys = folder.root().resolve("intake").resolve("intake").resolve("keys.json");
        Safe safe = new EnvelopeSafe(new KeyFile(keys).open(), new StoredKeys(stores.database("intake")));
        return state -> {
            String sealed = Stores.text(state, "description");
            Owner owner = new Owner(new HouseholdId(Stores.text(state, "household")),
                    "need/" + Stores.text(state, "id"));
            String description = sealed.isEmpty() ? "" : safe.open(new Sealed(sealed), owner).plain();
            return sha256("{\"household\":\"" + Stores.text(state, "household") + "\",\"category\":\""
                    + Stores.text(state, "category") + "\",\"description\":\"" + description
                    + "\",\"basis\":{\"kind\":\"" + Stores.text(state.getDocument("basis"), "kind") + "\"}}");
        };
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** {@code <data folder> <port base> <history file> <run file>}; exit code 0 only if everything holds. */
    public static void main(String[] args) {
        Claim.Gathering gathering = new Claim.Gathering();
        ClientHistory.InFile.read(Path.of(args[2]), gathering::add);
        Judgement judgement = new Judge(Path.of(args[0]), Ports.from(Integer.parseInt(args[1])))
                .judge(gathering.claims(), Run.read(Path.of(args[3])));
        judgement.verdict().print(System.out);
        System.exit(judgement.verdict().holds() ? 0 : 1);
    }
}
