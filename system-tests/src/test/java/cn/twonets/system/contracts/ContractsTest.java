package cn.twonets.system.contracts;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import cn.twonets.api.problem.ProblemType;
import cn.twonets.contracts.EmbeddedSchema;
import cn.twonets.contracts.Validity;
import cn.twonets.events.PostId;
import cn.twonets.system.judge.Topics;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One running product, and a developer of a department who knows nothing but the address of its door. */
class ContractsTest {
    private static final String RESOLUTIONS = "twonets.resolutions.v1";
    private static final int NOT_INSTALLED = 127;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    private static Path folder;

    private static RunningProduct product;
    private static County county;
    private static JsonNode events;

    @BeforeAll
    static void start() throws Exception {
        product = RunningProduct.start(folder.resolve("county"));
        county = new County(product.api());
        events = get("/asyncapi.json").body();
        Set.of(declined(), withdrawn(), disputed(), returned(), unmet()).forEach(ContractsTest::awaitClosed);
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    private static void awaitClosed(String need) {
        county.awaitCase(need, "CLOSED");
    }

    private static String offered() {
        String need = county.report(county.dangerousHouse(), "housing");
        county.awaitMatch(need, match -> !match.path("candidates").isEmpty());
        county.refer(need, VILLAGE_LEADER, "dangerous-house-rebuild");
        return need;
    }

    private static String declined() {
        String need = offered();
        County.ok(county.answer(county.awaitReferral(need, "requested"), "refusal", Map.of("reason", "no-capacity")));
        county.awaitCase(need, "ACKNOWLEDGED");
        County.ok(county.withdraw(need));
        return need;
    }

    private static String withdrawn() {
        String need = offered();
        county.awaitReferral(need, "requested");
        County.ok(county.withdraw(need));
        return need;
    }

    private static String disputed() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.acknowledge(need, VILLAGE_LEADER);
        county.resolve(need, VILLAGE_LEADER);
        county.confirm(need, "NOT_SOLVED");
        JsonNode reopened = county.awaitCase(need, body -> body.path("round").asInt() == 2);
        county.resolve(need, new PostId(reopened.path("responsible").path("post").asString()));
        county.awaitCase(need, "AWAITING_CONFIRMATION");
        county.confirm(need, "SOLVED");
        return need;
    }

    private static String returned() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        County.ok(county.act(need, VILLAGE_LEADER, "return",
                Map.of("reason", "not-ours", "proposedOwner", "411082110")));
        PostId arbiter = new PostId(
                county.awaitCase(need, "RETURNED").path("responsible").path("post").asString());
        County.ok(county.act(need, arbiter, "arbitration", Map.of("unit", County.VILLAGE)));
        county.awaitCase(need, "ASSIGNED");
        County.ok(county.act(need, VILLAGE_LEADER, "escalation", Map.of("reason", "beyond-us")));
        County.ok(county.withdraw(need));
        return need;
    }

    private static String unmet() {
        String need = county.report(county.dangerousHouse(), "dispute");
        county.awaitCase(need, "ASSIGNED");
        County.ok(county.act(need, VILLAGE_LEADER, "closure", Map.of("reason", "no-aid-fits")));
        return need;
    }

    private static RawCall.Response get(String path) {
        try {
            return RawCall.to(product.ports().gatewayUri(), path).send();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void servesSoundDescriptionsToAnybody() {
        assertThat(Validity.asyncApi3(events)).isEmpty();
        JsonNode calls = get(get("/").body().path("document").asString()).body();
        assertThat(calls.has("x-missing")).isFalse();
        assertThat(calls.path("paths").size()).isGreaterThan(30);
        assertThat(Validity.openApi31(calls)).isEmpty();
    }

    @Test
    void sendsTheHeadersThatItDescribes() throws Exception {
        JsonNode paths = get(get("/").body().path("document").asString()).body().path("paths");
        String need = offered();
        county.awaitReferral(need, "requested");
        String household = county.read(County.VILLAGE_MEMBER, "/api/v1/needs/" + need).path("household").asString();
        Map<String, String> reads = Map.of(
                "/api/v1/needs/{id}", need,
                "/api/v1/households/{id}", household,
                "/api/v1/cases/{id}", need,
                "/api/v1/referrals/{id}", need,
                "/api/v1/aid-services/{id}", "dangerous-house-rebuild",
                "/api/v1/aid-services/{id}/capacity", "dangerous-house-rebuild",
                "/api/v1/providers/{id}", "housing-bureau",
                "/api/v1/providers/{id}/clerks/{post}", "housing-bureau");
        Set<String> described = new TreeSet<>();
        paths.properties().forEach(path -> {
            if (path.getValue().path("get").path("responses").path("200").has("headers")) {
                described.add(path.getKey());
            }
        });
        assertThat(described).containsExactlyInAnyOrderElementsOf(reads.keySet());
        for (var read : reads.entrySet()) {
            PostId clerk = new PostId("department:housing-bureau");
            PostId reader = read.getKey().contains("/providers/")
                    ? new PostId("supervisor:411082")
                    : read.getKey().endsWith("capacity") ? clerk : County.VILLAGE_MEMBER;
            RawCall.Response answer = RawCall
                    .to(product.ports().gatewayUri(), read.getKey().replace("{id}", read.getValue())
                            .replace("{post}", clerk.value()))
                    .bearer(product.token(reader)).send();
            assertThat(answer.status()).as(read.getKey()).isEqualTo(200);
            assertSent(answer, paths.path(read.getKey()).path("get"));
        }
        RawCall.Response made = sent(County.VILLAGE_MEMBER, "/api/v1/needs", "{\"household\":\"" + household
                + "\",\"category\":\"dispute\",\"basis\":{\"kind\":\"DUTY\"}}");
        assertThat(made.status()).isEqualTo(201);
        assertSent(made, paths.path("/api/v1/needs").path("post"));
        String fresh = made.body().path("id").asString();
        county.awaitCase(fresh, "ASSIGNED");
        RawCall.Response acted = sent(VILLAGE_LEADER, "/api/v1/cases/" + fresh + "/acknowledgement", "{}");
        assertThat(acted.status()).isEqualTo(200);
        assertSent(acted, paths.path("/api/v1/cases/{id}/acknowledgement").path("post"));
    }

    private static RawCall.Response sent(PostId as, String path, String body) throws Exception {
        return RawCall.to(product.ports().gatewayUri(), path)
                .bearer(product.token(as))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("POST", "application/json", body.getBytes(StandardCharsets.UTF_8))
                .send();
    }

    private static void assertSent(RawCall.Response answer, JsonNode operation) {
        JsonNode headers = operation.path("responses").path(String.valueOf(answer.status())).path("headers");
        assertThat(headers.size()).as(operation.path("operationId").asString()).isPositive();
        headers.propertyNames().forEach(
                name -> assertThat(answer.headers()).containsKey(name.toLowerCase(java.util.Locale.ROOT)));
    }

    @Test
    void describesTheTopicsAsTheBrokerHasThem() throws Exception {
        Set<String> described = new TreeSet<>();
        try (Broker broker = new Broker(product.ports().bootstrapServers())) {
            for (JsonNode channel : events.path("channels")) {
                String topic = channel.path("address").asString();
                JsonNode binding = channel.path("bindings").path("kafka");
                described.add(topic);
                assertThat(broker.partitions(topic)).as(topic).isEqualTo(binding.path("partitions").asInt());
                for (var setting : binding.path("topicConfiguration").properties()) {
                    JsonNode value = setting.getValue();
                    assertThat(broker.setting(topic, setting.getKey())).as("%s %s", topic, setting.getKey())
                            .isEqualTo(value.isArray() ? value.get(0).asString() : value.asString());
                }
            }
        }
        Pattern letters = Pattern.compile(
                described.stream().map(Pattern::quote).collect(Collectors.joining("|", "(", ")\\.[a-z]+\\.dlt")));
        assertThat(new Topics(product.ports().bootstrapServers()).names())
                .filteredOn(topic -> topic.startsWith("twonets.") && !letters.matcher(topic).matches())
                .as("all but the dead letters of what is described")
                .containsExactlyInAnyOrderElementsOf(described);
    }

    @Test
    void describesEveryRecordThatLiesThere() {
        Map<String, JsonNode> messages = new HashMap<>();
        Map<String, String> channels = new HashMap<>();
        events.path("channels").properties().forEach(channel -> channel.getValue().path("messages").propertyNames()
                .forEach(name -> {
                    JsonNode message = events.path("components").path("messages").path(name);
                    messages.put(message.path("name").asString(), message);
                    channels.put(message.path("name").asString(), channel.getValue().path("address").asString());
                }));
        Map<String, Described> described = new HashMap<>();
        Map<String, Integer> counted = new TreeMap<>();
        List<String> faults = new ArrayList<>();
        new Topics(product.ports().bootstrapServers()).read(new TreeSet<>(channels.values()), record -> {
            if (record.headers().lastHeader(Broker.PLANTED) == null && record.value() != null) {
                String type = header(record, "ce_type");
                counted.merge(type, 1, Integer::sum);
                assertThat(channels.get(type)).as(type).isEqualTo(record.topic());
                described.computeIfAbsent(type, one -> Described.of(messages.get(one)))
                        .faults(record)
                        .forEach(fault -> faults.add(type + " " + fault));
            }
        });
        assertThat(faults).isEmpty();
        assertThat(counted.keySet()).as(counted.toString()).contains("cn.twonets.need.submitted.v1",
                "cn.twonets.need.withdrawn.v1", "cn.twonets.need.outcome-confirmed.v1",
                "cn.twonets.need.outcome-disputed.v1", "cn.twonets.case.assigned.v1",
                "cn.twonets.case.acknowledged.v1", "cn.twonets.case.escalated.v1", "cn.twonets.case.returned.v1",
                "cn.twonets.case.arbitrated.v1", "cn.twonets.case.referral-wanted.v1",
                "cn.twonets.case.referral-ended.v1", "cn.twonets.case.cancelling.v1", "cn.twonets.case.resolved.v1",
                "cn.twonets.case.reopened.v1", "cn.twonets.case.closed.v1", "cn.twonets.aid.matched.v1",
                "cn.twonets.referral.offered.v1", "cn.twonets.referral.declined.v1",
                "cn.twonets.referral.cancelled.v1", "cn.twonets.grid-unit.changed.v1",
                "cn.twonets.tree.activated.v1", "cn.twonets.appointment.changed.v1",
                "cn.twonets.aid-service.published.v1", "cn.twonets.household.registered.v1",
                "cn.twonets.audit-chain.anchored.v1");
    }

    /** A message by the document, and by the schema at the address that its records name. */
    private record Described(EmbeddedSchema headers, EmbeddedSchema payload, EmbeddedSchema alone) {
        static Described of(JsonNode message) {
            String address = message.path("headers").path("allOf").get(1).path("properties").path("ce_dataschema")
                    .path("const").asString();
            RawCall.Response schema = get(address);
            assertThat(schema.status()).as(address).isEqualTo(200);
            return new Described(EmbeddedSchema.in(events, message.path("headers")),
                    EmbeddedSchema.in(events, message.path("payload")), EmbeddedSchema.alone(schema.body()));
        }

        List<String> faults(ConsumerRecord<byte[], byte[]> record) {
            Map<String, String> sent = new TreeMap<>();
            record.headers().forEach(
                    header -> sent.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
            JsonNode value = JSON.readTree(record.value());
            List<String> faults = new ArrayList<>(headers.faults(JSON.valueToTree(sent)));
            faults.addAll(payload.faults(value));
            faults.addAll(alone.faults(value));
            if (!new String(record.key(), StandardCharsets.UTF_8).equals(sent.get("ce_partitionkey"))) {
                faults.add("the key is not ce_partitionkey");
            }
            return faults;
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    @Test
    void explainsEveryKindOfProblemInBothLanguages() throws Exception {
        for (ProblemType type : ProblemTypes.all()) {
            for (String language : List.of("zh-CN", "en")) {
                RawCall.Response answer = RawCall.to(product.ports().gatewayUri(), "/problems/" + type.slug())
                        .header("Accept-Language", language)
                        .send();
                assertThat(answer.status()).as("%s %s", type.slug(), language).isEqualTo(200);
                String page = Files.readString(Path.of("..", "docs", "errors.md"));
                assertThat(page).contains("**" + answer.body().path("title").asString() + "**");
            }
        }
    }

    @Test
    void letsADepartmentsProgramFollowItsReferrals() throws Exception {
        String servers = product.ports().bootstrapServers();
        Path referrals = folder.resolve("referrals");
        String need = offered();
        JsonNode referral = county.awaitReferral(need, "requested");
        String id = referral.path("id").asString();
        try (Broker broker = new Broker(servers)) {
            try (DepartmentProgram program = DepartmentProgram.start(folder, "first", servers, "housing", referrals)) {
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(program.lines(need)).singleElement().asString()
                        .startsWith(id + " OFFERED due 2"));
                County.ok(county.answer(referral, "acceptance", Map.of()));
                await().atMost(PATIENCE).untilAsserted(() -> assertThat(program.lines(need)).hasSize(2).last()
                        .asString().startsWith(id + " ACCEPTED due 2"));
            }
            broker.plant(RESOLUTIONS, need, Arrays.asList("{\"state\": {".getBytes(StandardCharsets.UTF_8), null,
                    "[".repeat(20_000).getBytes(StandardCharsets.UTF_8),
                    "{\"state\": {\"need\": \"../escape\", \"order\": {\"epoch\": 0, \"sequence\": 9}}}"
                            .getBytes(StandardCharsets.UTF_8)));
            County.ok(county.answer(referral, "delivery", Map.of("evidence", "report/2026-118")));
            try (DepartmentProgram program = DepartmentProgram.start(folder, "again", servers, "housing", referrals)) {
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(program.lines(need)).containsExactly(id + " DELIVERED"));
                await().atMost(PATIENCE).until(() -> broker.isWhollyRead(RESOLUTIONS, "housing"));
                assertThat(program.complaints().lines().filter(line -> line.startsWith("not read: "))).hasSize(4);
            }
            Map<String, String> files = files(referrals);
            assertThat(files).containsKey(need).hasSizeGreaterThan(1);

            try (DepartmentProgram program = DepartmentProgram.start(folder, "anew", servers, "other", referrals)) {
                await().atMost(PATIENCE).until(() -> broker.isWhollyRead(RESOLUTIONS, "other"));
                assertThat(program.lines(need)).isEmpty();
            }
            assertThat(files(referrals)).isEqualTo(files);
            Path empty = folder.resolve("empty");
            try (DepartmentProgram program = DepartmentProgram.start(folder, "empty", servers, "third", empty)) {
                await().atMost(PATIENCE).until(() -> broker.isWhollyRead(RESOLUTIONS, "third"));
                assertThat(program.lines(need)).last().isEqualTo(id + " DELIVERED");
            }
            assertThat(files(empty)).isEqualTo(files);
        }
    }

    /** Where kcat is installed, or named by {@code -Dtwonets.kcat}. */
    @Test
    void letsKcatLookAtTheTopic() throws Exception {
        String kcat = System.getProperty("twonets.kcat", "kcat");
        Matcher line = Pattern.compile("(?m)^kcat (.*)$").matcher(Files.readString(DepartmentProgram.PAGE));
        assertThat(line.find()).isTrue();
        Path output = folder.resolve("kcat.out");
        int exit = shell(kcat + " " + line.group(1).replace("127.0.0.1:9092", product.ports().bootstrapServers()),
                output);
        assumeTrue(exit != NOT_INSTALLED, "kcat is not installed here");
        assertThat(exit).as(Files.readString(output)).isZero();
        assertThat(Files.readString(output)).contains("ce_type=cn.twonets.referral.offered.v1",
                "\"provider\":\"housing-bureau\"");
    }

    private static int shell(String command, Path output) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException(command + " does not end");
        }
        return process.exitValue();
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return files;
    }
}
