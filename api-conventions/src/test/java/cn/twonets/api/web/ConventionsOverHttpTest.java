package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.time.OffsetFile;
import cn.twonets.api.web.RunningLedger.Answer;
import cn.twonets.api.web.RunningLedger.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConventionsOverHttpTest {
    private static final String GOOD = "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\"}";

    @TempDir
    static Path folder;
    private static RunningLedger ledger;

    @BeforeAll
    static void start() {
        ledger = new RunningLedger("--twonets.clock.offset-file=" + folder.resolve("offset"));
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static Answer create(String key, String body) {
        return ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", key).json(body).send();
    }

    private static String slug(Answer answer) {
        return answer.text("/type").replace("/problems/", "");
    }

    @Test
    void createsOnceForTheSameKeyAndBody() {
        Answer first = create("once", GOOD);
        Answer again = create("\"once\"", " { \"urgency\" : \"URGENT\", \"amount\":1, \"text\":\"t\"} ");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo("/api/v1/entries/" + first.text("/id"));
        assertThat(first.text("/id")).matches("[a-z2-7]{26}");
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
    }

    @Test
    void leavesNullsOut() {
        assertThat(create("nulls", GOOD).json().at("/entry").has("about")).isFalse();
    }

    @Test
    void refusesAnotherBodyUnderTheSameKey() {
        create("reused", GOOD);
        Answer other = create("reused", GOOD.replace(":1,", ":2,"));

        assertThat(other.status()).isEqualTo(422);
        assertThat(slug(other)).isEqualTo("idempotency-key-reused");
        assertThat(other.text("/errors/0/pointer")).isEqualTo("header:Idempotency-Key");
    }

    @Test
    void refusesToCreateWithoutKey() {
        Answer answer = ledger.call("POST", "/api/v1/entries").json(GOOD).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(slug(answer)).isEqualTo("idempotency-key-missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"with space", "a\"b"})
    void refusesMalformedKey(String key) {
        assertThat(create(key, GOOD).text("/errors/0/code")).isEqualTo("invalid-value");
    }

    @Test
    void givesActsWithoutHeaderAKeyOfTheirOwn() {
        Answer one = ledger.call("POST", "/api/v1/entries/x/act").send();
        Answer two = ledger.call("POST", "/api/v1/entries/x/act").send();
        Answer keyed = ledger.call("POST", "/api/v1/entries/x/act").header("Idempotency-Key", "k").send();
        Answer repeated = ledger.call("POST", "/api/v1/entries/x/act").header("Idempotency-Key", "k").send();
        Answer elsewhere = ledger.call("POST", "/api/v1/entries/y/act").header("Idempotency-Key", "k").send();

        assertThat(one.text("/key")).isNotEqualTo(two.text("/key"));
        assertThat(keyed.json()).isEqualTo(repeated.json());
        assertThat(elsewhere.text("/key")).isEqualTo(keyed.text("/key"));
        assertThat(elsewhere.text("/hash")).isNotEqualTo(keyed.text("/hash"));
    }

    @Test
    void changesOnlyWhatTheCallerSaw() {
        Answer created = create("versions", GOOD);
        String path = created.header("Location");
        String seen = created.header("ETag");

        Answer missing = ledger.call("PUT", path).json(GOOD).send();
        Answer changed = ledger.call("PUT", path).header("If-Match", seen).json(GOOD).send();
        Answer stale = ledger.call("PUT", path).header("If-Match", seen).json(GOOD).send();
        Answer weak = ledger.call("PUT", path).header("If-Match", "W/\"2\"").json(GOOD).send();
        Answer malformed = ledger.call("PUT", path).header("If-Match", "2").json(GOOD).send();
        Answer listed = ledger.call("PUT", path).header("If-Match", seen + ", \"2\"").json(GOOD).send();

        assertThat(missing.status()).isEqualTo(428);
        assertThat(slug(missing)).isEqualTo("if-match-missing");
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(stale.status()).isEqualTo(412);
        assertThat(slug(stale)).isEqualTo("version-stale");
        assertThat(weak.status()).isEqualTo(412);
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(listed.header("ETag")).isEqualTo("\"3\"");
    }

    /** RFC 9110 sets no bound to the list; the one of the header's size is the server's. */
    @Test
    void readsLongListsOfVersions() {
        String path = create("long-list", GOOD).header("Location");

        Answer changed = ledger.call("PUT", path).header("If-Match", "\"0\",".repeat(1_500) + "\"1\"").json(GOOD)
                .send();
        Answer malformed = ledger.call("PUT", path).header("If-Match", "\"0\",".repeat(1_500) + "x").json(GOOD).send();

        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        assertThat(malformed.status()).isEqualTo(400);
    }

    @Test
    void saysNotModified() {
        Answer created = create("unchanged", GOOD);

        Answer again = ledger.call("GET", created.header("Location")).header("If-None-Match", created.header("ETag"))
                .send();

        assertThat(again.status()).isEqualTo(304);
    }

    @Test
    void pagesThroughEverythingOnce() {
        int seen = 0;
        String cursor = "";
        do {
            Answer page = ledger.call("GET", "/api/v1/numbers?limit=50" + cursor).send();
            for (var item : page.json().at("/items")) {
                assertThat(item.asInt()).isEqualTo(++seen);
            }
            cursor = page.json().has("nextCursor") ? "&cursor=" + page.text("/nextCursor") : "";
        } while (!cursor.isEmpty());

        assertThat(seen).isEqualTo(120);
    }

    @ParameterizedTest
    @CsvSource({"limit=0, query:limit, out-of-range", "limit=201, query:limit, out-of-range",
            "limit=x, query:limit, out-of-range", "cursor=***, query:cursor, invalid-value",
            "cursor=YR9i, query:cursor, invalid-value", "cursor=_w, query:cursor, invalid-value"})
    void refusesBadPages(String query, String pointer, String code) {
        Answer answer = ledger.call("GET", "/api/v1/numbers?" + query).send();

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
    }

    @Test
    void answersItemByItem() {
        Answer answer = ledger.call("POST", "/api/v1/entry-batches").header("Accept-Language", "en")
                .json("{\"items\":[" + GOOD + ",{\"text\":\"bad\",\"amount\":\"x\",\"urgency\":\"URGENT\"},null]}")
                .send();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/items/0/result")).isEqualTo("CREATED");
        assertThat(answer.text("/items/1/result")).isEqualTo("REJECTED");
        assertThat(answer.text("/items/1/problem/errors/0/pointer")).isEqualTo("/amount");
        assertThat(answer.text("/items/1/problem/errors/0/message")).isEqualTo("is of the wrong type");
        assertThat(answer.text("/items/2/result")).isEqualTo("REJECTED");
        assertThat(answer.text("/items/2/problem/errors/0/code")).isEqualTo("missing");
        assertThat(answer.json().at("/items/0").has("problem")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,2,3,4"})
    void refusesBatchesOfWrongSize(String items) {
        Answer answer = ledger.call("POST", "/api/v1/entry-batches").json("{\"items\":[" + items + "]}").send();

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/code")).isEqualTo("wrong-number-of-items");
    }

    @Test
    void keepsCauseAndAnswersWithIt() {
        String id = "6f1f7b0a-5d0a-4f7e-9b34-0d6f5b1c2a3d";
        String trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        Answer answer = ledger.call("GET", "/api/v1/me").header("X-Correlation-Id", id).header("traceparent", trace)
                .send();

        assertThat(answer.text("/correlationId")).isEqualTo(id);
        assertThat(answer.header("X-Correlation-Id")).isEqualTo(id);
        assertThat(answer.text("/traceparent")).isEqualTo(trace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANARY", "41108219900101123X", "a b", "13800000000"})
    void replacesCorrelationIdsThatCouldCarryPrivateData(String id) {
        Call call = ledger.call("GET", "/api/v1/me").header("X-Correlation-Id", id).header("traceparent", id);

        Answer answer = call.send();

        assertThat(answer.text("/correlationId")).matches("[0-9a-f-]{36}");
        assertThat(answer.text("/traceparent")).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
    }

    @Test
    void followsVirtualTimeForwardWhileTokensKeepRealTime() throws IOException {
        Instant before = now();
        new OffsetFile(folder.resolve("offset")).advance(Duration.ofDays(20));

        Awaitility.await().untilAsserted(() -> assertThat(now()).isAfter(before.plus(Duration.ofDays(19))));
        assertThat(now().getNano() % 1_000_000).isZero();
    }

    private static Instant now() {
        return Instant.parse(ledger.call("GET", "/api/v1/now").send().text("/now"));
    }
}
