package cn.twonets.standalone.keys;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.HouseholdId;
import cn.twonets.intake.privacy.EnvelopeSafe;
import cn.twonets.intake.privacy.Owner;
import cn.twonets.intake.privacy.Protected;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.place.Exit;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class KeysCommandTests {
    private static final Owner OWNER = new Owner(new HouseholdId("household-1"), "personal");

    @TempDir
    Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void rotatesAndKeepsWhatIsStillNeeded() {
        KeyFile file = new KeyFile(folder.resolve("intake/intake/keys.json"));
        String old = file.openOrCreate().primary();
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            String base = Integer.toString(store.address().getPort() - 12);
            StoredKeys keys = new StoredKeys(client.getDatabase("intake"));
            Sealed sealed = new EnvelopeSafe(file.open(), keys).seal(new Protected("样例"), OWNER);

            assertThat(run("keys", "add")).isEqualTo(Exit.DONE);
            String fresh = out.toString().strip();
            assertThat(run("keys")).isEqualTo(Exit.DONE);
            assertThat(out.toString().lines()).containsExactly(old + "  wraps", fresh);
            assertThat(run("keys", "promote", fresh)).isEqualTo(Exit.DONE);
            assertThat(run("keys", "retire", old, "--port-base", base)).isEqualTo(Exit.NOT_ALLOWED);
            assertThat(err.toString()).contains("still wrapped with master key " + old);

            assertThat(new EnvelopeSafe(file.open(), keys).rewrap()).isEqualTo(1);
            assertThat(run("keys", "retire", old, "--port-base", base)).isEqualTo(Exit.DONE);
            assertThat(run("keys")).isEqualTo(Exit.DONE);
            assertThat(out.toString().lines()).containsExactly(fresh + "  wraps");
            assertThat(new EnvelopeSafe(file.open(), keys).open(sealed, OWNER).plain()).isEqualTo("样例");
        }
    }

    @ParameterizedTest
    @CsvSource({"households, personal", "households, facts", "needs, description"})
    void keepsWhatTextsAreStillSealedWith(String collection, String field) {
        KeyFile file = new KeyFile(folder.resolve("intake/intake/keys.json"));
        String old = file.openOrCreate().primary();
        file.promote(file.add());
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(folder.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            String base = Integer.toString(store.address().getPort() - 12);
            MongoCollection<Document> texts = client.getDatabase("intake").getCollection(collection);
            texts.insertOne(text("a-1", field, "A256GCM:AAAA"));
            texts.insertOne(text("b-2", field, "AQAAAAAA"));

            assertThat(run("keys", "retire", old, "--port-base", base)).isEqualTo(Exit.NOT_ALLOWED);
            assertThat(err.toString()).contains("still sealed with a master key");
            assertThat(file.masters()).hasSize(2);

            texts.replaceOne(Filters.eq("_id", "b-2"), text("b-2", field, "A256GCM:AAAA"));
            assertThat(run("keys", "retire", old, "--port-base", base)).isEqualTo(Exit.DONE);
            assertThat(file.masters()).hasSize(1);
        }
    }

    private static Document text(String id, String field, String sealed) {
        return new Document("_id", id).append("version", 1L).append("state", new Document(field, sealed));
    }

    @Test
    void takesNothingAwayWhileTheStoreDoesNotAnswer() {
        KeyFile file = new KeyFile(folder.resolve("intake/intake/keys.json"));
        String old = file.openOrCreate().primary();
        file.promote(file.add());
        assertThat(run("keys", "retire", old, "--port-base", "1024")).isEqualTo(Exit.NOT_RUNNING);
        assertThat(file.masters()).hasSize(2);
    }

    @Test
    void saysThatThereIsNoFile() {
        assertThat(run("keys")).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("keys.json does not exist");
    }

    private Exit run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        String[] all = java.util.Arrays.copyOf(args, args.length + 2);
        all[args.length] = "--data";
        all[args.length + 1] = folder.toString();
        int code = line.execute(all);
        return java.util.Arrays.stream(Exit.values()).filter(exit -> exit.code() == code).findFirst().orElseThrow();
    }
}
