package cn.twonets.system.deadletters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.events.Topic;
import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.http.Answer;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Poison on the topics of one running product: seen, replayed in every way, discarded; nothing private is shown. */
@OwnProduct
class DeadLettersTest {
    private static final PostId OPERATOR = new PostId("operator:411082");
    private static final PostId COLLEAGUE = new PostId("operator:411082.2");
    private static final String CANARY = "CANARY王小明13800000000";
    private static final String LETTERS = "/api/v1/dead-letters";

    @TempDir
    private static Path folder;

    private static RunningProduct product;
    private static County county;
    private static String household;

    @BeforeAll
    static void start() throws IOException {
        product = RunningProduct.start(folder.resolve("county"));
        county = new County(product.api());
        household = county.dangerousHouse();
    }

    @AfterAll
    static void stop() throws InterruptedException {
        if (product != null) {
            product.close();
        }
    }

    private static String assigned() {
        String need = county.report(household, "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.awaitNeed(need, "ASSIGNED");
        county.awaitMatch(need, match -> true);
        return need;
    }

    /** Puts a record on a topic that no consumer can read, and returns where it lies. */
    private static String poison(Topic topic, @Nullable String key, String value) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", product.ports().bootstrapServers(), "acks", "all"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                    topic.topicName(),
                    0,
                    key == null ? null : bytes(key),
                    bytes(value));
            record.headers().add("ce_specversion", bytes("1.0")).add("ce_type", bytes(CANARY));
            RecordMetadata where = producer.send(record).get();
            return where.topic() + "-" + where.partition() + "-" + where.offset();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode awaitLetter(String id) {
        return county.awaitJson(OPERATOR, LETTERS + "/" + id, letter -> true);
    }

    private static Answer replay(String id, PostId by) {
        return county.post(by, LETTERS + "/" + id + "/replay", Map.of());
    }

    private static String result(Answer answer) {
        return County.ok(answer).path("result").asString("");
    }

    private static void forget(String database, String collection, String need) {
        try (MongoClient store = MongoClients.create(product.ports().storeUri())) {
            assertThat(
                    store.getDatabase(database).getCollection(collection).deleteOne(new Document("_id", need))
                            .getDeletedCount())
                    .isEqualTo(1);
        }
    }

    @Test
    void isSupersededWhereTheConsumerHasItAlready() throws Exception {
        String id = "dispatch:" + poison(Topic.NEEDS, assigned(), "{\"happened\":{}}");
        JsonNode letter = awaitLetter(id);
        assertThat(letter.path("state").asString()).isEqualTo("OPEN");
        assertThat(letter.path("consumer").asString()).isEqualTo("dispatch");
        assertThat(letter.path("cause").path("code").asString()).isEqualTo("unknown-type");
        assertThat(letter.path("payload").asString()).isEqualTo("{happened:{}}");
        assertThat(result(replay(id, OPERATOR))).isEqualTo("SUPERSEDED");
        JsonNode after = awaitLetter(id);
        assertThat(after.path("state").asString()).isEqualTo("REPLAYED");
        assertThat(after.path("acts").get(0).path("by").asString()).isEqualTo(OPERATOR.value());
        assertThat(replay(id, COLLEAGUE).status()).isEqualTo(409);
    }

    @Test
    void isAppliedWhereTheConsumerHadMissedIt() throws Exception {
        String need = assigned();
        String id = "dispatch:" + poison(Topic.NEEDS, need, "x");
        awaitLetter(id);
        forget("dispatch", "cases", need);
        assertThat(result(replay(id, OPERATOR))).isEqualTo("APPLIED");
        county.awaitCase(need, "ASSIGNED");
        String forResource = "resource:" + poison(Topic.DISPATCH, need, "x");
        awaitLetter(forResource);
        forget("resource", "aid", need);
        assertThat(result(replay(forResource, OPERATOR))).isEqualTo("APPLIED");
        county.awaitMatch(need, match -> true);
    }

    @Test
    void failsAgainWhereTheConsumerDoesNotTakeIt() throws Exception {
        String need = assigned();
        String id = "intake:" + poison(Topic.DISPATCH, need, "x");
        awaitLetter(id);
        forget("intake", "needs", need);
        JsonNode answer = County.ok(replay(id, OPERATOR));
        assertThat(answer.path("result").asString()).isEqualTo("FAILED_AGAIN");
        assertThat(answer.path("letter").path("state").asString()).isEqualTo("OPEN");
        assertThat(answer.path("letter").path("cause").path("code").asString()).isEqualTo("not-taken");
        assertThat(answer.path("letter").path("firstCause").path("code").asString()).isEqualTo("unknown-type");
    }

    /** Ids of aid services are not shown, since the product does not make them; a replay knows them all the same. */
    @Test
    void isReplayedByAKeyThatIsNotShown() throws Exception {
        String service = county.read(County.VILLAGE_LEADER, "/api/v1/aid-services").path("items").get(0).path("id")
                .asString();
        String id = "resource:" + poison(Topic.AID, service, "x");
        assertThat(awaitLetter(id).has("key")).isFalse();
        assertThat(result(replay(id, OPERATOR))).isEqualTo("APPLIED");
        assertThat(awaitLetter(id).toString()).doesNotContain("\"" + service + "\"");
    }

    /** The grid topic is read whole at every start. */
    @Test
    void isEnteredOnceThoughTheGridTopicIsReadAtEachStart() throws Exception {
        String active = poison(Topic.GRID, "active", "{");
        String odd = poison(Topic.GRID, CANARY, "{\"" + CANARY + "\":1}");
        for (String service : List.of("intake:", "dispatch:", "resource:")) {
            assertThat(awaitLetter(service + active).path("cause").path("code").asString()).isEqualTo("unknown-type");
            awaitLetter(service + odd);
        }
        product.kill();
        product.restart();
        assigned();
        for (String service : List.of("intake:", "dispatch:", "resource:")) {
            assertThat(awaitLetter(service + active).path("count").asInt()).isEqualTo(1);
            assertThat(result(replay(service + active, OPERATOR))).isEqualTo("APPLIED");
            assertThat(result(replay(service + odd, OPERATOR))).isEqualTo("NOTHING_TO_REPLAY");
        }
    }

    @Test
    void hasNothingToReplayAndIsDiscarded() throws Exception {
        String id = "dispatch:" + poison(Topic.RESOLUTIONS, CANARY, CANARY);
        awaitLetter(id);
        assertThat(result(replay(id, OPERATOR))).isEqualTo("NOTHING_TO_REPLAY");
        Answer unreasoned = county.post(OPERATOR, LETTERS + "/" + id + "/discard", Map.of());
        assertThat(unreasoned.status()).isEqualTo(400);
        Answer odd = county.post(OPERATOR, LETTERS + "/" + id + "/discard", Map.of("reason", "BORED"));
        assertThat(odd.status()).isEqualTo(400);
        assertThat(odd.problem()).contains("/reason");
        JsonNode discarded = County
                .ok(county.post(OPERATOR, LETTERS + "/" + id + "/discard", Map.of("reason", "NOT_OURS")));
        assertThat(discarded.path("state").asString()).isEqualTo("DISCARDED");
        Answer late = replay(id, COLLEAGUE);
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.body().path("type").asString()).isEqualTo("/problems/dead-letter-settled");
    }

    @Test
    void isSettledOnceThoughTwoOperatorsReplayAtOnce() throws Exception {
        String id = "dispatch:" + poison(Topic.NEEDS, assigned(), "x");
        awaitLetter(id);
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Answer>> answers = List.of(
                    people.submit(() -> replay(id, OPERATOR)),
                    people.submit(() -> replay(id, COLLEAGUE)));
            for (Future<Answer> answer : answers) {
                assertThat(answer.get().status()).as(answer.get().problem()).isIn(200, 409);
            }
        }
        JsonNode letter = awaitLetter(id);
        assertThat(letter.path("state").asString()).isEqualTo("REPLAYED");
        letter.path("acts").forEach(act -> assertThat(act.path("result").asString()).isEqualTo("SUPERSEDED"));
    }

    @Test
    void isForOperatorsOnly() throws Exception {
        String id = "dispatch:" + poison(Topic.NEEDS, null, "x");
        awaitLetter(id);
        for (PostId other : List.of(County.VILLAGE_LEADER, new PostId("supervisor:411082"),
                new PostId("department:housing-bureau"), new PostId("assistance-office:411082"))) {
            assertThat(county.get(other, LETTERS).status()).isEqualTo(403);
            assertThat(county.get(other, LETTERS + "/" + id).status()).isEqualTo(403);
            assertThat(replay(id, other).status()).isEqualTo(403);
            assertThat(county.post(other, "/api/v1/dead-letter-replays", Map.of("items", List.of(Map.of("id", id))))
                    .status())
                    .isEqualTo(403);
        }
        assertThat(RawCall.to(product.ports().gatewayUri(), LETTERS).send().status()).isEqualTo(401);
        for (String absent : List.of("dispatch:twonets.needs.v1-0-999999", "nobody:twonets.needs.v1-0-1", "x")) {
            assertThat(county.get(OPERATOR, LETTERS + "/" + absent).status()).as(absent).isEqualTo(404);
        }
        assertThat(county.get(OPERATOR, LETTERS + "?state=SHUT").status()).isEqualTo(400);
        assertThat(county.get(OPERATOR, LETTERS + "?limit=0").status()).isEqualTo(400);
        assertThat(county.get(OPERATOR, LETTERS + "?cursor=odd").status()).isEqualTo(400);
    }

    @Test
    void repliesToManyItemByItemAndListsAllServices() throws Exception {
        String need = assigned();
        String place = poison(Topic.DISPATCH, need, "{\"" + CANARY + "\":\"" + CANARY + "\"}");
        String other = "dispatch:" + poison(Topic.NEEDS, CANARY, CANARY);
        List<String> ids = List.of("intake:" + place, other, "resource:" + place, "moon:1-1-1");
        ids.subList(0, 3).forEach(DeadLettersTest::awaitLetter);
        List<String> listed = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = county.read(OPERATOR, LETTERS + "?state=OPEN&limit=1" + cursor);
            page.path("items").forEach(item -> listed.add(item.path("id").asString()));
            String next = page.path("nextCursor").asString("");
            cursor = next.isEmpty() ? "" : "&cursor=" + next;
        } while (!cursor.isEmpty());
        assertThat(listed).containsAll(ids.subList(0, 3)).doesNotHaveDuplicates();
        JsonNode answers = County.ok(
                county.post(OPERATOR, "/api/v1/dead-letter-replays",
                        Map.of("items", ids.stream().map(id -> Map.of("id", id)).toList())))
                .path("items");
        assertThat(answers.get(0).path("value").path("result").asString()).isEqualTo("SUPERSEDED");
        assertThat(answers.get(1).path("value").path("result").asString()).isEqualTo("NOTHING_TO_REPLAY");
        assertThat(answers.get(2).path("value").path("result").asString()).isEqualTo("SUPERSEDED");
        assertThat(answers.get(3).path("problem").path("type").asString()).isEqualTo("/problems/not-found");
        for (int i = 0; i < ids.size(); i++) {
            assertThat(answers.get(i).path("id").asString()).isEqualTo(ids.get(i));
        }
    }

    @Test
    void survivesAKillAndShowsNothingPrivateAnywhere() throws Exception {
        String need = assigned();
        List<String> ids = List.of(
                "dispatch:" + poison(Topic.NEEDS, CANARY, "{\"happened\":{\"by\":\"" + CANARY + "\"}}"),
                "dispatch:" + poison(Topic.NEEDS, need, CANARY),
                "resource:" + poison(Topic.AID, CANARY, "[\"" + CANARY + "\"]"));
        product.kill();
        product.restart();
        ids.forEach(DeadLettersTest::awaitLetter);
        Map<String, JsonNode> before = letters();
        product.kill();
        product.restart();
        ids.forEach(DeadLettersTest::awaitLetter);
        assertThat(letters().keySet()).containsAll(before.keySet());
        assertThat(result(replay(ids.get(1), OPERATOR))).isEqualTo("SUPERSEDED");
        assertThat(result(replay(ids.get(0), OPERATOR))).isEqualTo("NOTHING_TO_REPLAY");
        List<String> seen = new ArrayList<>();
        letters().values().forEach(letter -> seen.add(letter.toString()));
        seen.add(commandLine("list", "--state", "all"));
        seen.add(commandLine("show", ids.getFirst()));
        for (String service : List.of("intake", "dispatch", "resource")) {
            seen.add(metrics(service));
        }
        try (MongoClient store = MongoClients.create(product.ports().storeUri())) {
            for (String database : Set.of("intake", "dispatch", "resource")) {
                for (Document entry : store.getDatabase(database).getCollection("dead_letters").find()) {
                    seen.add(entry.toJson());
                }
            }
        }
        seen.add(logs());
        assertThat(seen).allSatisfy(
                text -> assertThat(text).doesNotContain("CANARY").doesNotContain("王小明").doesNotContain("1380000"));
        assertThat(String.join("\n", seen)).contains("Dead letter " + ids.getFirst())
                .contains("twonets_delivery_dead_letters_open");
    }

    private static Map<String, JsonNode> letters() {
        Map<String, JsonNode> found = new TreeMap<>();
        county.read(OPERATOR, LETTERS + "?limit=200")
                .path("items")
                .forEach(letter -> found.put(letter.path("id").asString(), letter));
        return found;
    }

    @Test
    void isWorkedFromTheCommandLine() throws Exception {
        String need = assigned();
        String missed = "dispatch:" + poison(Topic.NEEDS, need, "x");
        String known = "dispatch:" + poison(Topic.NEEDS, need, "x");
        String odd = "dispatch:" + poison(Topic.NEEDS, CANARY, "x");
        String another = assigned();
        String refused = "intake:" + poison(Topic.DISPATCH, another, "x");
        List.of(missed, known, odd, refused).forEach(DeadLettersTest::awaitLetter);
        forget("dispatch", "cases", need);
        forget("intake", "needs", another);
        assertThat(commandLine("list", "--consumer", "dispatch")).contains(missed).contains(known).contains(odd);
        assertThat(commandLine("show", missed)).contains("unknown-type").contains("OPEN");
        assertThat(commandLine("replay", missed, known, odd, refused, "dispatch:nothing-0-1").lines())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("applied ").endsWith(missed),
                        line -> assertThat(line).startsWith("superseded ").endsWith(known),
                        line -> assertThat(line).startsWith("nothing-to-replay ").endsWith(odd),
                        line -> assertThat(line).startsWith("failed-again ").contains(refused).endsWith("not-taken"),
                        line -> assertThat(line).startsWith("rejected ").contains("404"));
        assertThat(commandLine("replay", missed)).startsWith("rejected ").contains("409");
        assertThat(commandLine("discard", odd, refused, "--reason", "test").lines()).hasSize(2)
                .allSatisfy(line -> assertThat(line).startsWith("discarded "));
        assertThat(commandLine("discard", odd, "--reason", "bored")).contains("not-ours");
        assertThat(commandLine("discard", "--all-open", "--reason", "test", "--topic", "nothing")).contains("None.");
        assertThat(commandLine("list", "--as", "village-leader:411082110213")).contains("403");
        JsonNode shown = new JsonMapper().readTree(commandLine("show", odd, "--json"));
        assertThat(shown.path("state").asString()).isEqualTo("DISCARDED");
        assertThat(commandLine("show", refused)).contains("replay by operator:411082: failed-again not-taken")
                .contains("discard by operator:411082: test");
        assertThat(metrics("dispatch")).contains("twonets_delivery_dead_letters_replays_total{")
                .contains("result=\"applied\"")
                .contains("result=\"superseded\"")
                .contains("result=\"nothing-to-replay\"")
                .contains("twonets_delivery_dead_letters_discards_total{");
        assertThat(metrics("intake")).contains("result=\"failed-again\"");
        assertThat(logs()).contains("Dead letter " + missed + " replayed by operator:411082: APPLIED")
                .contains("Dead letter " + odd + " replayed by operator:411082: NOTHING_TO_REPLAY")
                .contains("Dead letter " + refused + " discarded by operator:411082: TEST");
    }

    @Test
    void isDiscardedManyAtOnceItemByItem() throws Exception {
        List<String> ids = List.of(
                "dispatch:" + poison(Topic.NEEDS, CANARY, CANARY),
                "resource:" + poison(Topic.AID, CANARY, CANARY));
        ids.forEach(DeadLettersTest::awaitLetter);
        Map<String, Object> body = Map.of("items", List.of(
                Map.of("id", ids.get(0), "reason", "NOT_OURS"),
                Map.of("id", ids.get(1), "reason", "BORED"),
                Map.of("id", "intake:nothing-0-1", "reason", "TEST")));
        JsonNode answers = County.ok(county.post(OPERATOR, "/api/v1/dead-letter-discards", body)).path("items");
        assertThat(answers.get(0).path("value").path("state").asString()).isEqualTo("DISCARDED");
        assertThat(answers.get(1).path("problem").path("errors").get(0).path("pointer").asString())
                .isEqualTo("/reason");
        assertThat(answers.get(2).path("problem").path("type").asString()).isEqualTo("/problems/not-found");
        assertThat(awaitLetter(ids.get(0)).path("acts").get(0).path("reason").asString()).isEqualTo("NOT_OURS");
        assertThat(awaitLetter(ids.get(1)).path("state").asString()).isEqualTo("OPEN");
        assertThat(county.post(County.VILLAGE_LEADER, "/api/v1/dead-letter-discards", body).status()).isEqualTo(403);
    }

    private static String logs() throws IOException {
        StringBuilder all = new StringBuilder(product.output());
        try (Stream<Path> logs = Files.walk(product.data().resolve("logs"))) {
            for (Path log : logs.filter(Files::isRegularFile).toList()) {
                all.append(Files.readString(log));
            }
        }
        return all.toString();
    }

    private static String commandLine(String... words) {
        StringWriter out = new StringWriter();
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(out, true));
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(words));
        all.addAll(List.of("--data", product.data().toString()));
        line.execute(all.toArray(String[]::new));
        return out.toString();
    }

    private static String metrics(String service) throws Exception {
        URI told = product.ports().managementUris().get(service);
        String[] text = new String[1];
        try (HttpClient http = HttpClient.newHttpClient()) {
            await("metrics of " + service).atMost(Duration.ofSeconds(60)).until(() -> {
                text[0] = http.send(
                        HttpRequest.newBuilder(told.resolve("/actuator/prometheus")).build(),
                        HttpResponse.BodyHandlers.ofString()).body();
                return text[0].contains("twonets_delivery_dead_letters_open");
            });
        }
        return text[0];
    }
}
