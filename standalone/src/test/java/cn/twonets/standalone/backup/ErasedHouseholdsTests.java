package cn.twonets.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Actor;
import cn.twonets.audit.Entry;
import cn.twonets.audit.Reference;
import cn.twonets.audit.Trace;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.TrailSettings;
import cn.twonets.audit.file.WriteObserver;
import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.EnvelopeSafe;
import cn.twonets.intake.privacy.KeptKey;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.standalone.TwoNets;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A backup does not bring back who was erased after it. */
class ErasedHouseholdsTests {
    private static final HouseholdId STAYS = new HouseholdId("household-0");
    private static final HouseholdId ERASED = new HouseholdId("household-1");
    private static final HouseholdId WANTED = new HouseholdId("household-2");
    private static final HouseholdId REFUSED = new HouseholdId("household-3");
    private static final List<HouseholdId> ALL = List.of(STAYS, ERASED, WANTED, REFUSED);

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path county;
    private String keyOfErased = "";

    @BeforeEach
    void aCountyIsBackedUpAndThenErasesAHousehold() {
        county = folder.resolve("county");
        KeyFile file = new KeyFile(county.resolve("intake/intake/keys.json"));
        file.openOrCreate();
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(county.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            StoredKeys keys = new StoredKeys(client.getDatabase("intake"));
            EnvelopeSafe safe = new EnvelopeSafe(file.open(), keys);
            ALL.forEach(household -> safe.seal(new Protected("样例"), new Owner(household, "personal")));
            keyOfErased = ((KeptKey.Wrapped) keys.find(List.of(ERASED)).get(ERASED)).key();
        }
        assertThat(run("backup", "--data", county, "--to", folder.resolve("backup"), "--keys-to",
                folder.resolve("keys"))).isZero();
        try (Trail trail = new Trail("intake", TrailSettings.in(county.resolve("audit")), Clock.systemUTC(),
                WriteObserver.NOBODY)) {
            outcome(trail, begun(trail, REFUSED), 403);
            outcome(trail, begun(trail, ERASED), 200);
            begun(trail, WANTED);
        }
    }

    private static Reference begun(Trail trail, HouseholdId household) {
        return trail.keep(new Entry.Begun(new Actor("assistance-office:411082", List.of("assistance-office")),
                "POST /api/v1/households/{id}/erasure", List.of(household.value()), null, new Trace("c-1", "t-1")));
    }

    private static void outcome(Trail trail, Reference act, int status) {
        trail.keep(new Entry.Done(act, status, null, List.of(), List.of()));
    }

    private int run(Object... words) {
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
    }

    private Path restored(Object... options) {
        Path target = folder.resolve("elsewhere");
        List<Object> words = new ArrayList<>(List.of("restore", folder.resolve("backup"), "--keys-from",
                folder.resolve("keys"), "--data", target));
        words.addAll(List.of(options));
        assertThat(run(words.toArray())).as("%s", err).isZero();
        return target;
    }

    private static Map<HouseholdId, KeptKey> keysIn(Path target) {
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(target.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            return new StoredKeys(client.getDatabase("intake")).find(ALL);
        }
    }

    private static boolean holds(Path target, String text) throws IOException {
        try (Stream<Path> files = Files.walk(target)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void aRestoreErasesAgainWhatTheAuditSaysWasErased() throws IOException {
        assertThat(holds(folder.resolve("backup/store"), keyOfErased)).as("else nothing would be shown").isTrue();
        Path target = restored("--audit", county.resolve("audit"));

        Map<HouseholdId, KeptKey> keys = keysIn(target);
        assertThat(keys.get(ERASED)).isInstanceOfSatisfying(KeptKey.Destroyed.class, destroyed -> {
            assertThat(destroyed.erasure().by().value()).isEqualTo("assistance-office:411082");
            assertThat(destroyed.erasure().reason()).isEqualTo("erased-before-restore");
        });
        assertThat(List.of(STAYS, WANTED, REFUSED))
                .allSatisfy(household -> assertThat(keys.get(household)).isInstanceOf(KeptKey.Wrapped.class));
        assertThat(holds(target.resolve("store"), keyOfErased)).as("its files hold the key no more").isFalse();
        assertThat(out.toString()).contains("1 households that had been erased are erased here too")
                .contains("wanted household household-2").doesNotContain("household-3");
        assertThat(run("audit", "verify", "--without-anchors", "--data", target)).as("and the audit goes on").isZero();
    }

    @Test
    void aRestoreSaysThatItKnowsOfNoErasure() {
        assertThat(keysIn(restored()).get(ERASED)).isInstanceOf(KeptKey.Wrapped.class);
        assertThat(out.toString()).contains("--audit");
    }

    @Test
    void takesNobodysWordForAnEntryThatWasEdited() throws IOException {
        change(text -> text.replace("\"status\":403", "\"status\":200"));

        Map<HouseholdId, KeptKey> keys = keysIn(restored("--audit", county.resolve("audit")));
        assertThat(keys.get(REFUSED)).isInstanceOf(KeptKey.Wrapped.class);
        assertThat(keys.get(ERASED)).as("it stands behind the edited one").isInstanceOf(KeptKey.Wrapped.class);
        assertThat(out.toString()).contains("household household-1", "household household-2", "household household-3");
    }

    @Test
    void takesNoAuditThatContradictsTheBackup() throws IOException {
        Path own = Files.createDirectories(folder.resolve("other"));
        try (Stream<Path> chains = Files.list(county.resolve("audit"))) {
            for (Path chain : chains.toList()) {
                Files.copy(chain, own.resolve(chain.getFileName()));
            }
        }
        assertThat(run("backup", "--data", county, "--to", folder.resolve("later"), "--without-keys")).isZero();
        change(text -> text.replace("\"status\":403", "\"status\":200"));
        assertThat(run("restore", folder.resolve("later"), "--keys-from", folder.resolve("keys"), "--data",
                folder.resolve("elsewhere"), "--audit", county.resolve("audit"))).isNotZero();
        assertThat(err.toString()).contains("is not that of the backup");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
        assertThat(run("restore", folder.resolve("later"), "--keys-from", folder.resolve("keys"), "--data",
                folder.resolve("elsewhere"), "--audit", own)).as("%s", err).isZero();
    }

    private void change(UnaryOperator<String> by) throws IOException {
        try (Stream<Path> chains = Files.list(county.resolve("audit"))) {
            for (Path chain : chains.toList()) {
                Files.writeString(chain, by.apply(Files.readString(chain)));
            }
        }
    }
}
