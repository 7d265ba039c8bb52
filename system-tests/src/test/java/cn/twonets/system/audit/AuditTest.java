package cn.twonets.system.audit;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.standalone.TwoNets;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What people do over the running product stands in its audit, a {@code kill -9} leaves it whole, and whatever is done
 * to a copy of it is named by {@code twonets audit verify}.
 */
class AuditTest {
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private Path folder;

    private RunningProduct product;

    /** What a command said, line by line, and how it ended. */
    private record Said(int exit, List<JsonNode> lines, String err) {
        JsonNode last() {
            return lines.getLast();
        }
    }

    private Said audit(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(words));
        all.addAll(List.of("--json", "--data", product.data().toString()));
        int exit = line.execute(all.toArray(String[]::new));
        return new Said(exit, out.toString().lines().map(JSON::readTree).toList(), err.toString());
    }

    @Test
    void standsForWhatPeopleDidThroughAKillAndShowsWhatIsDoneToIt() throws Exception {
        product = RunningProduct.start(folder.resolve("county"));
        try (RunningProduct running = product) {
            County county = new County(running.api());
            String household = county.dangerousHouse();
            String need = county.report(household, "dispute");
            county.awaitCase(need, "ASSIGNED");
            county.acknowledge(need, VILLAGE_LEADER);
            county.read(VILLAGE_MEMBER, "/api/v1/households/" + household);
            assertThat(county.get(VILLAGE_MEMBER, "/api/v1/households/nobody-knows-it").status()).isEqualTo(404);
            String sentBack = "personal-" + UUID.randomUUID();
            county.act("410823194910010026", VILLAGE_LEADER, "acknowledgement", Map.of("note", sentBack));

            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(audit("verify").exit()).isZero());
            everythingStandsInIt(household, need);
            assertThat(texts()).as("a path is free text").noneMatch(line -> line.contains("410823194910010026"))
                    .noneMatch(line -> line.contains(sentBack));

            operatorLooksWhatWasLost();
            running.kill();
            running.restart();
            new County(running.api()).resolve(need, VILLAGE_LEADER);
            await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> {
                Said verified = audit("verify");
                assertThat(verified.exit()).as("%s %s", verified.lines(), verified.err()).isZero();
                assertThat(verified.last().path("chains").asInt(0))
                        .as("three services, begun twice, three questions, and what the operator did")
                        .isEqualTo(10);
            });
            planted();
        }
        assertThat(audit("verify").exit()).as("no anchors to be had").isEqualTo(4);
        assertThat(audit("verify", "--without-anchors").exit()).isZero();
    }

    private void operatorLooksWhatWasLost() throws IOException {
        int code = TwoNets.commandLine().setOut(new PrintWriter(new StringWriter())).execute("lost", "--data",
                product.data().toString(), "--as", "operator:411082");
        assertThat(code).isZero();
        assertThat(texts()).anyMatch(line -> line.contains("\"who\":\"operator:411082\",\"roles\":[\"local-operator\"]")
                && line.contains("twonets lost"));
    }

    private List<String> texts() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path chain : chains(product.data().resolve("audit"))) {
            lines.addAll(Files.readAllLines(chain));
        }
        return lines;
    }

    private static List<Path> chains(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private void everythingStandsInIt(String household, String need) throws IOException {
        List<JsonNode> entries = texts().stream().map(JSON::readTree).toList();
        assertThat(entries).as("under the id that it got").anyMatch(
                one -> text(one, "act").equals("POST /api/v1/needs") && text(one, "key").equals(need)
                        && text(one, "who").equals(VILLAGE_MEMBER.value()));
        JsonNode begun = entries.stream()
                .filter(one -> text(one, "act").equals("POST /api/v1/cases/{id}/acknowledgement"))
                .filter(one -> one.path("of").path(0).asString("").equals(need))
                .findFirst().orElseThrow();
        assertThat(text(begun, "who")).isEqualTo(VILLAGE_LEADER.value());
        assertThat(begun.path("roles").toString()).contains("grid-leader");
        await().atMost(Duration.ofMinutes(1)).until(() -> texts().stream().map(JSON::readTree)
                .anyMatch(one -> one.path("begun").asLong(0) == begun.path("n").asLong()
                        && text(one, "chain").startsWith("dispatch-") && one.path("status").asInt(0) == 200));
        assertThat(audit("who-saw", household).lines()).anyMatch(one -> text(one, "how").equals("read")
                && text(one, "who").equals(VILLAGE_MEMBER.value()));
        assertThat(audit("who-saw", "nobody-knows-it").lines()).anyMatch(one -> text(one, "how").equals("denied"));
        assertThat(audit("who-saw", "nobody-at-all").lines()).isEmpty();
    }

    private static String text(JsonNode node, String name) {
        return node.path(name).asString("");
    }

    /** Each on a fresh copy, of which the same command says before that it is whole. */
    private void planted() throws IOException {
        named("edited", lines -> lines.set(2, lines.get(2).replace("\"at\":\"2", "\"at\":\"1")), 3);
        named("removed", lines -> lines.remove(3), 4);
        named("cut", lines -> lines.subList(lines.size() - 2, lines.size()).clear(), -1);
        Path copy = copy();
        Path gone = ended(copy);
        Files.delete(gone);
        Said said = audit("verify", "--folder", copy.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.lines().getFirst().path("kind").asString("")).isEqualTo("removed");
        assertThat(gone.getFileName().toString()).startsWith(text(said.lines().getFirst(), "chain"));
    }

    /** @param entry that is to be named; -1 for one behind those left */
    private void named(String kind, Consumer<List<String>> change, int entry) throws IOException {
        Path copy = copy();
        assertThat(audit("verify", "--folder", copy.toString()).exit()).isZero();
        Path chain = ended(copy);
        List<String> lines = new ArrayList<>(Files.readAllLines(chain));
        change.accept(lines);
        Files.write(chain, lines);
        Said said = audit("verify", "--folder", copy.toString());
        assertThat(said.exit()).isEqualTo(1);
        assertThat(said.lines()).hasSize(2);
        JsonNode found = said.lines().getFirst();
        assertThat(text(found, "kind")).isEqualTo(kind);
        assertThat(chain.getFileName().toString()).startsWith(text(found, "chain"));
        assertThat(found.path("from").asInt(0)).isEqualTo(entry < 0 ? lines.size() + 1 : entry);
    }

    /** A chain of the first life, bound by the next start: intake's has more than four entries by then. */
    private static Path ended(Path folder) throws IOException {
        return chains(folder).stream().filter(file -> file.getFileName().toString().startsWith("intake-"))
                .findFirst().orElseThrow();
    }

    /** A copy as somebody finds it who may read the folder; entries that come later are not in it. */
    private Path copy() throws IOException {
        Path copy = Files.createTempDirectory(folder, "copy");
        await().atMost(Duration.ofMinutes(1)).until(() -> {
            for (Path file : chains(product.data().resolve("audit"))) {
                byte[] bytes = Files.readAllBytes(file);
                int end = bytes.length;
                while (end > 0 && bytes[end - 1] != '\n') {
                    end--;
                }
                Files.write(copy.resolve(file.getFileName()), Arrays.copyOf(bytes, end));
            }
            return audit("verify", "--folder", copy.toString()).exit() == 0;
        });
        return copy;
    }
}
