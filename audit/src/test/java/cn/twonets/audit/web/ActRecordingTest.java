package cn.twonets.audit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.testing.TestIssuer;
import cn.twonets.audit.file.Trail;
import cn.twonets.audit.file.Verifier;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What stands in the audit after requests over HTTP, and what does not. */
class ActRecordingTest {
    private static final String LEADER = "village-leader:411082110213";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private static Path folder;
    private static Path audit;
    private static TestIssuer issuer;
    private static ConfigurableApplicationContext context;
    private static HttpClient http;

    @BeforeAll
    static void start() {
        audit = folder.resolve("audit");
        issuer = new TestIssuer();
        http = HttpClient.newHttpClient();
        List<String> arguments = new ArrayList<>(issuer.arguments());
        arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
                "--spring.application.name=desk", "--test.audit=" + audit));
        context = new SpringApplication(AuditedApplication.class).run(arguments.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        context.close();
        issuer.close();
        http.close();
    }

    private record Answer(int status, String body) {}

    /** One request under a correlation id of its own. */
    private Answer call(String method, String path, UUID correlation, String... roles) throws Exception {
        URI uri = URI.create("http://127.0.0.1:"
                + context.getEnvironment().getRequiredProperty("local.server.port") + path);
        HttpResponse<String> answer = http.send(HttpRequest.newBuilder(uri)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Bearer " + issuer.token(LEADER, roles))
                .header("Idempotency-Key", "key-of-" + correlation)
                .header("X-Correlation-Id", correlation.toString())
                .build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(answer.statusCode(), answer.body());
    }

    private static List<JsonNode> entries() throws IOException {
        List<JsonNode> entries = new ArrayList<>();
        try (Stream<Path> chains = Files.list(audit)) {
            for (Path chain : chains.sorted().toList()) {
                Files.readAllLines(chain).forEach(line -> entries.add(JSON.readTree(line)));
            }
        }
        return entries;
    }

    /** The entry of a request; with its outcome behind it, once that is kept. */
    private static List<JsonNode> of(UUID correlation) throws IOException {
        List<JsonNode> all = entries();
        List<JsonNode> found = new ArrayList<>(all.stream()
                .filter(entry -> entry.path("correlation").asString("").equals(correlation.toString()))
                .toList());
        found.stream().filter(entry -> entry.path("kind").asString("").equals("begun")).findFirst()
                .ifPresent(begun -> all.stream()
                        .filter(entry -> entry.path("begun").asLong(0) == begun.path("n").asLong())
                        .forEach(found::add));
        return found;
    }

    private static List<JsonNode> await2(UUID correlation) {
        return await().atMost(Duration.ofMinutes(1)).until(() -> of(correlation), found -> found.size() == 2);
    }

    @Test
    void writesDownAnActAndItsOutcome() throws Exception {
        UUID request = UUID.randomUUID();
        assertThat(call("POST", "/api/v1/things/thing-0007/act", request, "grid-leader").status()).isEqualTo(200);
        List<JsonNode> entries = await2(request);
        JsonNode begun = entries.get(0);
        assertThat(begun.path("kind").asString("")).isEqualTo("begun");
        assertThat(begun.path("who").asString("")).isEqualTo(LEADER);
        assertThat(begun.path("roles").toString()).isEqualTo("[\"grid-leader\",\"grid-member\"]");
        assertThat(begun.path("act").asString("")).isEqualTo("POST /api/v1/things/{id}/act");
        assertThat(begun.path("of").toString()).isEqualTo("[\"thing-0007\"]");
        assertThat(begun.path("key").asString("")).matches("[a-z2-7]{26}");
        assertThat(begun.path("trace").asString("")).matches("[0-9a-f]{32}");
        assertThat(entries.get(1).path("kind").asString("")).isEqualTo("done");
        assertThat(entries.get(1).path("status").asInt(0)).isEqualTo(200);
    }

    @Test
    void namesWhatThePathNamesInItsOrder() throws Exception {
        UUID request = UUID.randomUUID();
        assertThat(call("POST", "/api/v1/things/thing-0007/parts/clerk-1/act", request, "grid-leader").status())
                .isEqualTo(200);
        assertThat(await2(request).getFirst().path("of").toString()).isEqualTo("[\"thing-0007\",\"clerk-1\"]");
    }

    @Test
    void tellsWhatWasMade() throws Exception {
        UUID request = UUID.randomUUID();
        call("POST", "/api/v1/things", request, "grid-member");
        assertThat(await2(request).get(1).path("of").toString()).isEqualTo("[\"thing-0001\"]");
    }

    @Test
    void tellsWhyAnActWasRefused() throws Exception {
        UUID request = UUID.randomUUID();
        assertThat(call("POST", "/api/v1/things/thing-0007/act", request, "department").status()).isEqualTo(403);
        JsonNode done = await2(request).get(1);
        assertThat(done.path("status").asInt(0)).isEqualTo(403);
        assertThat(done.path("problem").asString("")).isEqualTo("role-missing");
    }

    @Test
    void tellsThatTheOutcomeOfABrokenActIsNotKnown() throws Exception {
        UUID request = UUID.randomUUID();
        assertThat(call("POST", "/api/v1/things/thing-0007/break", request, "grid-leader").status()).isEqualTo(500);
        assertThat(await2(request).get(1).path("status").asInt(0)).isEqualTo(500);
    }

    @Test
    void tellsOfManyWhatBecameOfEachByNamesOfOurs() throws Exception {
        UUID request = UUID.randomUUID();
        call("POST", "/api/v1/thing-batches", request, "grid-member");
        JsonNode done = await2(request).get(1);
        assertThat(done.path("of").toString()).isEqualTo("[\"thing-0002\",\"thing-0003\"]");
        assertThat(done.path("refused").toString()).isEqualTo("[\"unfit=conflict\",\"d-4=not-found\"]");
    }

    @Test
    void keepsPersonalTextInPathsOut() throws Exception {
        for (String text : List.of("410823194910010026", "13800005678", "张三", "CANARY ONE")) {
            UUID request = UUID.randomUUID();
            String path = URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
            call("POST", "/api/v1/things/" + path + "/act", request, "grid-leader");
            call("GET", "/api/v1/households/" + path, request, "grid-leader");
            await().atMost(Duration.ofMinutes(1)).until(() -> of(request).size() == 3);
            assertThat(of(request)).allSatisfy(
                    entry -> assertThat(entry.toString()).doesNotContain(text).doesNotContain("CANARY"));
        }
    }

    @Test
    void writesDownASensitiveReadBeforeItIsAnsweredAndARefusedOne() throws Exception {
        UUID seen = UUID.randomUUID();
        assertThat(call("GET", "/api/v1/households/household-1", seen, "grid-leader").status()).isEqualTo(200);
        assertThat(of(seen)).singleElement().satisfies(entry -> {
            assertThat(entry.path("kind").asString("")).isEqualTo("read");
            assertThat(entry.path("households").toString()).isEqualTo("[\"household-1\"]");
            assertThat(entry.path("purpose").asString("")).isEqualTo("home-visit");
            assertThat(entry.path("what").asString("")).isEqualTo("masked-people,facts");
        });
        UUID refused = UUID.randomUUID();
        assertThat(call("GET", "/api/v1/households/household-2", refused, "grid-leader").status()).isEqualTo(404);
        await().atMost(Duration.ofMinutes(1)).until(() -> of(refused).size() == 1);
        assertThat(of(refused).getFirst().path("kind").asString("")).isEqualTo("denied");
        assertThat(of(refused).getFirst().path("status").asInt(0)).isEqualTo(404);
    }

    @Test
    void takesASensitiveReadForWhatItIsThoughItIsPosted() throws Exception {
        UUID seen = UUID.randomUUID();
        call("POST", "/api/v1/households/household-1/disclosure", seen, "grid-leader");
        UUID refused = UUID.randomUUID();
        call("POST", "/api/v1/households/household-2/disclosure", refused, "grid-leader");
        await().atMost(Duration.ofMinutes(1)).until(() -> of(refused).size() == 1);
        assertThat(of(seen)).singleElement().matches(entry -> entry.path("kind").asString("").equals("read"));
        assertThat(of(refused)).singleElement().matches(entry -> entry.path("kind").asString("").equals("denied"));
    }

    @Test
    void leavesOrdinaryReadsAlone() throws Exception {
        UUID ordinary = UUID.randomUUID();
        UUID later = UUID.randomUUID();
        call("GET", "/api/v1/things/thing-0007", ordinary, "grid-leader");
        call("POST", "/api/v1/things", later, "grid-leader");
        await2(later);
        assertThat(of(ordinary)).isEmpty();
    }

    @Test
    void refusesFreeTextAsAPurpose() {
        RecordedReads reads = new RecordedReads(context.getBean(Trail.class));
        Caller caller = new Caller(new PostId(LEADER), Set.of(Role.GRID_LEADER));
        List<HouseholdId> households = List.of(new HouseholdId("household-1"));
        assertThatThrownBy(() -> reads.record(caller, households, "because I want to", "facts"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reads.record(caller, households, "home-visit", "phone 13800005678"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNothingAndShowsNothingPrivateWhileNothingCanBeWrittenDown() throws Exception {
        Path blocked = folder.resolve("blocked");
        Files.writeString(blocked, "not a folder");
        List<String> arguments = new ArrayList<>(issuer.arguments());
        arguments.addAll(List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
                "--spring.application.name=desk", "--test.audit=" + blocked));
        ConfigurableApplicationContext whole = context;
        try (ConfigurableApplicationContext other = new SpringApplication(AuditedApplication.class)
                .run(arguments.toArray(String[]::new))) {
            context = other;
            int before = AuditedApplication.DONE.get();
            UUID request = UUID.randomUUID();
            Answer refused = call("POST", "/api/v1/things", request, "grid-member");
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.body()).contains("temporarily-unavailable");
            assertThat(call("GET", "/api/v1/households/household-1", request, "grid-leader").status()).isEqualTo(503);
            assertThat(AuditedApplication.DONE.get()).isEqualTo(before);
            assertThat(call("GET", "/api/v1/things/thing-0007", request, "grid-leader").status())
                    .as("what is neither act nor sensitive goes on").isEqualTo(200);

            Files.delete(blocked);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> call("POST", "/api/v1/things", request, "grid-member").status() == 201);
            assertThat(AuditedApplication.DONE.get()).isEqualTo(before + 1);
            assertThat(call("GET", "/api/v1/households/household-1", request, "grid-leader").status()).isEqualTo(200);
        } finally {
            context = whole;
        }
        assertThat(Verifier.verify(List.of(blocked), null).findings()).isEmpty();
    }
}
