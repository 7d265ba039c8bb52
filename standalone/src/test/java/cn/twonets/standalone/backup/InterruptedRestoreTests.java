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
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code restore --mongo}, broken off before its end: nothing passes for restored, and the same command finishes it. */
class InterruptedRestoreTests {
    private static final HouseholdId FIRST = new HouseholdId("household-1");
    private static final HouseholdId SECOND = new HouseholdId("household-2");
    /** Of a release that is not known here, so that the erasure of its household breaks off. */
    private static final int UNKNOWN_FORM = 99;

    @TempDir
    private Path folder;

    private final StringWriter said = new StringWriter();

    private int restore(EmbeddedStore store, Path audit) {
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(said, true));
        line.setErr(new PrintWriter(said, true));
        return line.execute("restore", "--mongo", store.connectionString(), "--taken", "2026-01-01T00:00:00Z",
                "--audit", audit.toString());
    }

    private static void erased(Trail trail, HouseholdId household) {
        Reference begun = trail.keep(new Entry.Begun(
                new Actor("assistance-office:411082", List.of("assistance-office")),
                "POST /api/v1/households/{id}/erasure", List.of(household.value()), null, new Trace("c-1", "t-1")));
        trail.keep(new Entry.Done(begun, 200, null, List.of(), List.of()));
    }

    private static long noted(MongoClient client) {
        return Stream.of("intake", "dispatch", "resource")
                .mapToLong(name -> client.getDatabase(name).getCollection("restores").countDocuments())
                .sum();
    }

    private static boolean holds(Path root, String text) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void notesNothingBeforeEachErasureIsRepeatedAndIsFinishedByTheSameCommand() throws IOException {
        Path audit = folder.resolve("audit");
        try (Trail trail = new Trail("intake", TrailSettings.in(audit), Clock.systemUTC(), WriteObserver.NOBODY)) {
            erased(trail, FIRST);
            erased(trail, SECOND);
        }
        KeyFile file = new KeyFile(folder.resolve("keys.json"));
        file.openOrCreate();
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            MongoDatabase intake = client.getDatabase("intake");
            StoredKeys keys = new StoredKeys(intake);
            EnvelopeSafe safe = new EnvelopeSafe(file.open(), keys);
            List.of(FIRST, SECOND)
                    .forEach(household -> safe.seal(new Protected("样例"), new Owner(household, "personal")));
            String keyOfFirst = ((KeptKey.Wrapped) keys.find(List.of(FIRST)).get(FIRST)).key();
            intake.getCollection(StoredKeys.COLLECTION).updateOne(Filters.eq("_id", SECOND.value()),
                    Updates.set("schema", UNKNOWN_FORM));

            assertThat(restore(store, audit)).as("%s", said).isNotZero();
            assertThat(keys.find(List.of(FIRST)).get(FIRST)).isInstanceOf(KeptKey.Destroyed.class);
            assertThat(noted(client)).as("services that start now must not take this for a restored store").isZero();

            intake.getCollection(StoredKeys.COLLECTION).deleteOne(Filters.eq("_id", SECOND.value()));
            assertThat(restore(store, audit)).as("%s", said).isZero();
            assertThat(noted(client)).isEqualTo(3);
            assertThat(keys.find(List.of(FIRST, SECOND)).values()).hasSize(2)
                    .allMatch(KeptKey.Destroyed.class::isInstance);
            assertThat(holds(folder.resolve("store"), keyOfFirst)).as("its files hold the key no more").isFalse();
        }
    }
}
