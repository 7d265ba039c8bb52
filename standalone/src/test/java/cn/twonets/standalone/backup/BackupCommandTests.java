package cn.twonets.standalone.backup;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.place.Exit;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BackupCommandTests {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path county;
    private Path backup;
    private Path keys;

    @BeforeEach
    void aCounty() throws IOException {
        county = folder.resolve("county");
        backup = folder.resolve("backup");
        keys = folder.resolve("keys");
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(county.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            client.getDatabase("intake").getCollection("needs").insertOne(new Document("_id", "n-1"));
        }
        write("intake/keys.json", "a key");
        write("issuer/signing.json", "another key");
        write("audit/intake-1.jsonl", "an entry\n");
        write("broker/logs/meta.properties", "a topic");
        write("own-data", "imported\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = county.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Exit run(Object... words) {
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
        return Stream.of(Exit.values()).filter(exit -> exit.code() == code).findFirst().orElseThrow();
    }

    private void taken() {
        assertThat(run("backup", "--data", county, "--to", backup, "--keys-to", keys)).as(err.toString())
                .isEqualTo(Exit.DONE);
    }

    private static List<String> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).map(file -> folder.relativize(file).toString()).sorted().toList();
        }
    }

    @Test
    void keepsKeysApartAndTopicsOut() throws IOException {
        taken();
        assertThat(in(backup)).filteredOn(name -> !name.startsWith("audit/operator-"))
                .containsExactly("audit/intake-1.jsonl", "backup.json", "own-data", "store/journal-1");
        assertThat(in(keys)).containsExactly("intake/keys.json", "issuer/signing.json");
    }

    @Test
    void restoresIntoANewFolderAndNotesItInEveryDatabase() throws IOException {
        taken();
        Path target = folder.resolve("elsewhere");
        assertThat(run("restore", backup, "--keys-from", keys, "--data", target)).as(err.toString())
                .isEqualTo(Exit.DONE);
        assertThat(in(target)).contains("audit/intake-1.jsonl", "own-data", "intake/keys.json", "issuer/signing.json")
                .noneMatch(name -> name.startsWith("broker"));
        try (EmbeddedStore store = EmbeddedStore.open(StoreSettings.in(target.resolve("store")));
                MongoClient client = MongoClients.create(store.connectionString())) {
            assertThat(client.getDatabase("intake").getCollection("needs").countDocuments()).isEqualTo(1);
            List<Object> epochs = Stream.of("intake", "dispatch", "resource")
                    .map(name -> client.getDatabase(name).getCollection("restores").find().first().get("_id"))
                    .distinct()
                    .toList();
            assertThat(epochs).singleElement().satisfies(epoch -> assertThat((Integer) epoch).isPositive());
        }
    }

    @Test
    void bringsRescuedTopicsAlong() throws IOException {
        taken();
        Path target = folder.resolve("elsewhere");
        assertThat(run("restore", backup, "--keys-from", keys, "--data", target, "--topics", county.resolve("broker")))
                .as(err.toString()).isEqualTo(Exit.DONE);
        assertThat(in(target)).contains("broker/logs/meta.properties");
    }

    @Test
    void neverOverwritesAnything() {
        taken();
        assertThat(run("backup", "--data", county, "--to", backup, "--without-keys")).isEqualTo(Exit.NOT_ALLOWED);
        assertThat(run("restore", backup, "--keys-from", keys, "--data", county)).isEqualTo(Exit.NOT_ALLOWED);
        assertThat(err.toString()).contains("nothing is ever overwritten").doesNotContain("\tat ");
    }

    @Test
    void refusesADamagedBackup() throws IOException {
        taken();
        Files.writeString(backup.resolve("audit/intake-1.jsonl"), "another entry\n");
        assertThat(run("restore", backup, "--keys-from", keys, "--data", folder.resolve("elsewhere")))
                .isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("audit/intake-1.jsonl is missing or not as it was written");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void refusesNoKeysAndWrongKeys() throws IOException {
        taken();
        assertThat(run("restore", backup, "--data", folder.resolve("elsewhere"))).isEqualTo(Exit.USAGE);
        Files.writeString(keys.resolve("intake/keys.json"), "a newer key");
        assertThat(run("restore", backup, "--keys-from", keys, "--data", folder.resolve("elsewhere")))
                .isEqualTo(Exit.NOT_ALLOWED);
        assertThat(err.toString()).contains("--keys-from").contains("are not those that were in use");
        assertThat(folder.resolve("elsewhere")).doesNotExist();
    }

    @Test
    void asksWhereTheKeysShallGo() {
        assertThat(run("backup", "--data", county, "--to", backup)).isEqualTo(Exit.USAGE);
        assertThat(run("backup", "--data", folder.resolve("absent"), "--to", backup, "--without-keys"))
                .isEqualTo(Exit.USAGE);
        assertThat(backup).doesNotExist();
        assertThat(err.toString()).doesNotContain("\tat ");
    }
}
