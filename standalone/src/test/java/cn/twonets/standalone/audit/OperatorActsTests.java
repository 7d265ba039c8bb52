package cn.twonets.standalone.audit;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.ChainId;
import cn.twonets.audit.file.ChainFile;
import cn.twonets.audit.file.Report;
import cn.twonets.audit.file.Verifier;
import cn.twonets.intake.privacy.tink.KeyFile;
import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.place.Exit;
import cn.twonets.store.EmbeddedStore;
import cn.twonets.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an operator does by a command stands in the audit, or is not done. */
class OperatorActsTests {
    private static final JsonMapper JSON = new JsonMapper();

    /** By the API, under the post of a token: the services write it down. */
    private static final List<String> BY_API = List.of("story", "submit", "import-grid", "dead-letters", "reconcile");
    /** Changes nothing that a running product knows, or shows what is no secret; {@code audit who-saw} enters itself. */
    private static final List<String> NO_ACT = List.of("up", "token", "audit", "keys", "clock", "certificates");
    private static final List<String> ACTS = List.of("backup", "restore", "lost", "keys add", "keys promote",
            "keys retire", "clock advance");

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path county;
    private Path audit;
    private String key = "";

    @BeforeEach
    void aCountyThatIsStopped() {
        county = folder.resolve("county");
        audit = county.resolve("audit");
        EmbeddedStore.open(StoreSettings.in(county.resolve("store"))).close();
        key = new KeyFile(county.resolve("intake/intake/keys.json")).openOrCreate().primary();
    }

    private Exit run(Object... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
        return Stream.of(Exit.values()).filter(exit -> exit.code() == code).findFirst().orElseThrow();
    }

    private Exit backup(String name) {
        return run("backup", "--data", county, "--to", folder.resolve(name), "--keys-to",
                folder.resolve(name + "-keys"));
    }

    /** What stands in the chains of operators, the first command first, without what stands in every chain. */
    private static List<JsonNode> entries(Path audit) throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        for (ChainFile chain : ChainFile.in(audit)) {
            assertThat(chain.id()).extracting(ChainId::service).isEqualTo("operator");
            List<JsonNode> lines = Files.readAllLines(chain.path()).stream().map(JSON::readTree).toList();
            assertThat(lines).extracting(line -> line.path("kind").asString()).containsExactly("opened", "begun",
                    "done", "closed");
            entries.addAll(lines.subList(1, 3));
        }
        return entries;
    }

    private static String of(JsonNode entry) {
        return String.join(" ", entry.path("of").valueStream().map(JsonNode::asString).toList());
    }

    private static void isWhole(Path audit) throws IOException {
        Report report = Verifier.verify(List.of(audit), null);
        assertThat(report.findings()).isEmpty();
    }

    @Test
    void tellsWhoDidWhatOnWhatBasisAndWhatCameOfIt() throws IOException {
        assertThat(run("keys", "add", "--data", county, "--as", "operator:411082")).as(err.toString())
                .isEqualTo(Exit.DONE);
        String added = out.toString().strip();

        List<JsonNode> entries = entries(audit);
        assertThat(entries).hasSize(2);
        JsonNode begun = entries.getFirst();
        assertThat(begun.path("who").asString()).isEqualTo("operator:411082");
        assertThat(begun.path("roles").toString()).isEqualTo("[\"local-operator\"]");
        assertThat(begun.path("act").asString()).isEqualTo("twonets keys add");
        assertThat(begun.path("at").asString()).isNotEmpty();
        assertThat(begun.path("correlation").asString()).isNotEmpty();
        JsonNode done = entries.getLast();
        assertThat(done.path("begun").asLong()).isEqualTo(begun.path("n").asLong());
        assertThat(done.path("status").asInt()).isEqualTo(200);
        assertThat(of(done)).isEqualTo(added);
        isWhole(audit);
    }

    @Test
    void tellsOfRefusalsAndOfFailures() throws IOException {
        assertThat(backup("backup")).as(err.toString()).isEqualTo(Exit.DONE);
        assertThat(backup("backup")).isEqualTo(Exit.NOT_ALLOWED);
        assertThat(run("keys", "promote", "4711", "--data", county)).isEqualTo(Exit.FAILED);
        assertThat(run("keys", "retire", key, "--data", county, "--port-base", "1024")).isEqualTo(Exit.NOT_RUNNING);

        List<JsonNode> entries = entries(audit);
        assertThat(entries).extracting(one -> one.path("act").asString("")).containsExactly(
                "twonets backup --keys-to", "", "twonets backup --keys-to", "", "twonets keys promote", "",
                "twonets keys retire", "");
        assertThat(entries).filteredOn(one -> one.has("act"))
                .extracting(one -> one.path("who").asString("")).containsOnly("operator:local");
        assertThat(entries).filteredOn(one -> one.has("status"))
                .extracting(one -> one.path("status").asInt() + " " + one.path("problem").asString("-"))
                .containsExactly("200 -", "403 not-allowed", "500 failed", "503 not-running");
        assertThat(of(entries.get(4))).isEqualTo("4711");
        isWhole(audit);
    }

    @Test
    void aRestoredFolderTellsWhereItCameFrom() throws IOException {
        assertThat(backup("backup")).as(err.toString()).isEqualTo(Exit.DONE);
        Path target = folder.resolve("elsewhere");
        assertThat(run("restore", folder.resolve("backup"), "--keys-from", folder.resolve("backup-keys"), "--data",
                target)).as(err.toString()).isEqualTo(Exit.DONE);

        List<String> lines = new ArrayList<>();
        for (ChainFile chain : ChainFile.in(target.resolve("audit"))) {
            lines.addAll(Files.readAllLines(chain.path()));
        }
        String taken = of(entries(audit).getFirst());
        assertThat(lines).as("what the backup knew of itself").anyMatch(line -> line.contains("twonets backup"));
        assertThat(lines).anyMatch(line -> line.contains("\"act\":\"twonets restore\",\"of\":[\"" + taken + "\"]"));
        assertThat(lines)
                .anyMatch(line -> line.matches(".*\"status\":200,\"of\":\\[\"epoch:[0-9]+\",\"erased-again:0\"].*"));
        Report report = Verifier.verify(List.of(target.resolve("audit")), null);
        assertThat(report.findings()).isEmpty();
        assertThat(report.unfinished()).as("the backup itself, which ended after it was copied").hasSize(1);
    }

    private List<String> words(String act) {
        Path data = folder.resolve(act.equals("restore") ? "elsewhere" : "county");
        List<String> words = new ArrayList<>(List.of(act.split(" ")));
        words.addAll(switch (act) {
            case "backup" -> List.of("--to", folder.resolve("later").toString(), "--without-keys");
            case "restore" -> List.of(folder.resolve("backup").toString(), "--keys-from",
                    folder.resolve("backup-keys").toString());
            case "keys promote", "keys retire" -> List.of(key);
            case "clock advance" -> List.of("1h");
            default -> List.of();
        });
        words.addAll(List.of("--data", data.toString(), "--port-base", "1024"));
        return words;
    }

    static Stream<String> acts() {
        return ACTS.stream();
    }

    @ParameterizedTest
    @MethodSource("acts")
    void doesNothingThatCannotBeWrittenDown(String act) throws IOException {
        assertThat(backup("backup")).as(err.toString()).isEqualTo(Exit.DONE);
        Path noFolder = Files.writeString(folder.resolve("file"), "not a folder");
        Map<String, String> before = files();
        List<String> words = words(act);
        words.addAll(List.of("--record-in", noFolder.toString()));

        assertThat(run(words.toArray())).isEqualTo(Exit.FAILED);
        assertThat(err.toString()).contains("cannot be written into the audit").doesNotContain("\tat ");
        assertThat(out.toString()).isEmpty();
        assertThat(files()).isEqualTo(before);
    }

    /** Copies that were given up are no part of the product. */
    private Map<String, String> files() throws IOException {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(one -> !folder.relativize(one).toString().contains(".unfinished"))
                    .toList()) {
                all.put(folder.relativize(file).toString(), HexFormat.of().formatHex(
                        Files.readAllBytes(file)));
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {"样例", "13800138000", "410823194910010026"})
    void namesAPostAndNeverAPerson(String name) throws IOException {
        Map<String, String> before = files();
        assertThat(run("keys", "add", "--data", county, "--as", name)).isEqualTo(Exit.USAGE);
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void makesNoDataFolderWhereThereIsNone() {
        Path absent = folder.resolve("absent");
        for (String act : ACTS) {
            if (!act.equals("restore")) {
                List<String> words = words(act);
                words.set(words.indexOf("--data") + 1, absent.toString());
                assertThat(run(words.toArray())).as(act).isNotEqualTo(Exit.DONE);
                assertThat(err.toString()).as(act).contains(absent.toString());
            }
        }
        assertThat(absent).doesNotExist();
    }

    /** Whoever adds a command says here how it comes into the audit. */
    @Test
    void forgetsNoCommand() {
        List<String> acts = new ArrayList<>();
        for (Map.Entry<String, CommandLine> command : TwoNets.commandLine().getSubcommands().entrySet()) {
            String name = command.getKey();
            assertThat(BY_API.contains(name) || NO_ACT.contains(name) || ACTS.contains(name)).as(name).isTrue();
            if (isRecorded(command.getValue())) {
                acts.add(name);
            }
            command.getValue().getSubcommands().forEach((below, line) -> {
                if (!name.equals("audit") && isRecorded(line)) {
                    acts.add(name + " " + below);
                }
            });
        }
        assertThat(acts).containsExactlyInAnyOrderElementsOf(ACTS);
    }

    private static boolean isRecorded(CommandLine command) {
        return command.getCommandSpec().findOption("--record-in") != null;
    }
}
