package cn.twonets.api.web;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.web.RunningLedger.Answer;
import cn.twonets.api.web.RunningLedger.Call;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ProblemsOverHttpTest {
    private static final String GOOD = "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\"}";
    private static final int MIB = 1024 * 1024;

    private static RunningLedger ledger;

    @BeforeAll
    static void start() {
        ledger = new RunningLedger("--twonets.api.import-paths=/api/v1/grid-imports,/api/v1/parts");
    }

    @AfterAll
    static void stop() {
        ledger.close();
    }

    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("/problems/" + slug);
        assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
        assertThat(answer.text("/title")).isNotEmpty().isNotEqualTo(slug);
        assertThat(answer.text("/detail")).isNotEmpty();
        assertThat(answer.text("/traceId")).matches("[0-9a-f]{32}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"text\":\"t\",\"amount\":\"one\",\"urgency\":\"URGENT\"}| /amount | wrong-type",
            "{\"text\":\"t\",\"amount\":\"1\",\"urgency\":\"URGENT\"}| /amount | wrong-type",
            "{\"text\":\"t\",\"amount\":1.5,\"urgency\":\"URGENT\"}| /amount | wrong-format",
            "{\"text\":\"t\",\"amount\":{},\"urgency\":\"URGENT\"}| /amount | wrong-type",
            "{\"text\":[],\"amount\":1,\"urgency\":\"URGENT\"}| /text | wrong-type",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"CANARY\"}| /urgency | unknown-value",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":1}| /urgency | unknown-value",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\",\"CANARY\":1}| /CANARY | unknown-field",
            "{\"amount\":1,\"urgency\":\"URGENT\"}| /text | missing",
            "{\"text\":null,\"amount\":1,\"urgency\":\"URGENT\"}| /text | missing",
            "{\"text\":\"t\",\"urgency\":\"URGENT\"}| /amount | missing",
            "{\"text\":\"t\",\"amount\":null,\"urgency\":\"URGENT\"}| /amount | missing",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\",\"about\":\"not a post\"}| /about | invalid-value",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\",\"at\":\"yesterday\"}| /at | wrong-format",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\",\"lines\":[{\"code\":\"a\",\"fen\":1},{\"code\":\"b\"}]}| /lines/1/fen | missing",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\",\"lines\":[null]}| /lines/0 | missing",
            "{\"text\":\"t\",\"amount\":1,\"urgency\":\"URGENT\",\"at\":\"+10000-01-01T00:00:00Z\"}| /at | wrong-format",
            "[]| `` | wrong-type", "null| `` | missing", "` `| `` | missing"})
    void namesFieldAndReasonOfBadBody(String body, String pointer, String code) {
        Answer answer = ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "k").json(body).send();

        assertProblem(answer, 400, "invalid-body");
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).as(answer.response().body()).isEqualTo(code);
        assertThat(answer.text("/errors/0/message")).isNotEmpty().isNotEqualTo(code);
        assertThat(answer.text("/instance")).isEqualTo("/api/v1/entries");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "{\"text\": CANARY}| 1", "{\"text\":\"t\",@\"amount\":}| 2", "{\"text\":\"t\"| 1",
            "{\"text\":\"t\",\"text\":\"u\"}| 1", "{@@\"text\":\"CANARY\\ud800\"}| 3", "{} trailing| 1"})
    void namesPlaceOfBrokenJsonAndQuotesNothing(String body, int line) {
        Answer answer = ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "k")
                .header("Accept-Language", "en").json(body.replace('@', '\n')).send();

        if (body.startsWith("{} ")) {
            // the object is bound first: its missing field is told before what trails
            assertProblem(answer, 400, "invalid-body");
        } else {
            assertProblem(answer, 400, "broken-json");
            assertThat(answer.text("/detail")).contains("line " + line + ",");
        }
        assertThat(answer.response().body()).doesNotContain("CANARY", "trailing");
    }

    @ParameterizedTest
    @CsvSource({"'', 未找到, zh-CN", "zh-CN, 未找到, zh-CN", "en, Not found, en", "'en-GB,zh;q=0.5', Not found, en",
            "'zh;q=0.9,en;q=0.1', 未找到, zh-CN", "fr, 未找到, zh-CN", "';;;', 未找到, zh-CN"})
    void speaksTheLanguageThatIsAskedFor(String accept, String title, String language) {
        Call call = ledger.call("GET", "/api/v1/entries/none");
        Answer answer = (accept.isEmpty() ? call : call.header("Accept-Language", accept)).send();

        assertProblem(answer, 404, "not-found");
        assertThat(answer.text("/title")).isEqualTo(title);
        assertThat(answer.header("Content-Language")).isEqualTo(language);
    }

    @Test
    void answersFrameworkErrorsAlike() {
        assertProblem(ledger.call("GET", "/api/v1/nothing-here").send(), 404, "not-found");
        Answer method = ledger.call("DELETE", "/api/v1/entries").send();
        assertProblem(method, 405, "method-not-allowed");
        assertThat(method.header("Allow")).isEqualTo("POST");
        assertProblem(ledger.call("GET", "/api/v1/me").header("Accept", "text/csv").send(), 406, "not-acceptable");
        Answer media = ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "k")
                .header("Content-Type", "text/csv").body(BodyPublishers.ofString("a,b")).send();
        assertProblem(media, 415, "media-type-not-supported");
        assertThat(media.header("Accept")).contains("application/json");
    }

    @Test
    void explainsItsProblemTypesToEverybody() {
        Answer type = ledger.anonymous("GET", "/problems/body-too-large").header("Accept-Language", "en").send();

        assertThat(type.status()).isEqualTo(200);
        assertThat(type.text("/type")).isEqualTo("/problems/body-too-large");
        assertThat(type.text("/title")).isEqualTo("The body is too large");
        assertThat(type.text("/detail")).contains("At most … bytes");
        assertProblem(ledger.anonymous("GET", "/problems/none-of-ours").send(), 404, "not-found");
    }

    @Test
    void namesBadParameters() {
        Answer missing = ledger.call("GET", "/api/v1/typed/1").send();
        assertProblem(missing, 400, "invalid-request");
        assertThat(missing.text("/errors/0/pointer")).isEqualTo("query:factor");
        Answer wrong = ledger.call("GET", "/api/v1/typed/1?factor=many").send();
        assertProblem(wrong, 400, "invalid-request");
        assertThat(wrong.text("/errors/0/code")).isEqualTo("wrong-format");
        assertProblem(ledger.call("GET", "/api/v1/typed/one?factor=1").send(), 404, "not-found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json;charset=nonsense", "nonsense", "application/", "", "*/*", "application/*",
            "*/json", "application/*+json"})
    void refusesNonsensicalContentType(String type) throws IOException {
        String answer = raw("POST /api/v1/entries HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + ledger.token() + "\r\nIdempotency-Key: k\r\nContent-Type: " + type
                + "\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cursor=%zz", "cursor=%ff%fe", "limit=%"})
    void refusesNonsensicalQuery(String query) throws IOException {
        String answer = raw("GET /api/v1/numbers?" + query + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + ledger.token() + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
    }

    /** Such headers are not handed over, whoever asks for them. */
    @ParameterizedTest
    @CsvSource({"POST, /api/v1/entries/x/act, Idempotency-Key", "PUT, /api/v1/entries/x, If-Match"})
    void refusesControlCharactersInHeaders(String method, String path, String header) throws IOException {
        String answer = raw(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + ledger.token() + "\r\n" + header + ": \"a\u0080b\"\r\n"
                + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("/problems/invalid-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e99999999999", "-1e99999999999", "1e-99999999999", "1E+2147483648"})
    void refusesNumbersBeyondAll(String number) {
        Answer answer = ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "k")
                .json("{\"text\":\"t\",\"amount\":" + number + ",\"urgency\":\"URGENT\"}").send();

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(400);
        assertThat(answer.text("/type")).isIn("/problems/broken-json", "/problems/invalid-body");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/grid-imports, text/csv, Content-Length: 200",
            "/api/v1/grid-imports, text/csv, Transfer-Encoding: chunked",
            "/api/v1/entries/x/act, application/json, Content-Length: 200",
            "/api/v1/parts, multipart/form-data; boundary=b, Content-Length: 200",
            "/api/v1/parts, multipart/form-data; boundary=b, Transfer-Encoding: chunked"})
    void takesNoHalfOfABodyForTheWhole(String path, String type, String length, CapturedOutput output)
            throws IOException {
        String half = "--b\r\nContent-Disposition: form-data; name=\"units\"; filename=\"x\"\r\n\r\na,b\r\n";
        String answer = posted(path, type, length, Integer.toHexString(half.length()) + "\r\n" + half + "\r\n");

        // whoever has left need not be answered
        assertThat(answer).matches(one -> one.isEmpty() || one.startsWith("HTTP/1.1 400"));
        assertThat(output.getAll()).doesNotContain("Unexpected");
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/grid-imports, text/csv", "/api/v1/entries/x/act, application/json",
            "/api/v1/parts, multipart/form-data; boundary=b"})
    void refusesChunksThatAreNone(String path, String type, CapturedOutput output) throws IOException {
        String answer = posted(path, type, "Transfer-Encoding: chunked", "zz\r\n{}\r\n0\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400").contains("application/problem+json");
        assertThat(output.getAll()).doesNotContain("Unexpected");
    }

    private static String posted(String path, String type, String length, String body) throws IOException {
        return raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Authorization: Bearer " + ledger.token() + "\r\nContent-Type: " + type + "\r\n" + length
                + "\r\n\r\n" + body);
    }

    @Test
    void refusesBrokenMissingAndLargeParts() {
        Answer broken = parts("no boundary in here");
        Answer missing = parts(
                "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x\"\r\n\r\n1\r\n--b--\r\n");
        Answer large = parts("--b\r\nContent-Disposition: form-data; name=\"units\"; filename=\"x\"\r\n\r\n"
                + "1".repeat(MIB + 1) + "\r\n--b--\r\n");

        assertProblem(broken, 400, "invalid-body");
        assertProblem(missing, 400, "invalid-body");
        assertThat(missing.text("/errors/0/pointer")).isEqualTo("/units");
        assertProblem(large, 413, "body-too-large");
        assertThat(large.text("/detail")).doesNotContain("{");
    }

    private static Answer parts(String body) {
        return ledger.call("POST", "/api/v1/parts").header("Content-Type", "multipart/form-data; boundary=b")
                .body(BodyPublishers.ofString(body)).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=b", "multipart/mixed; boundary=b", "application/xml",
            "application/x-www-form-urlencoded", "application/octet-stream", "text/plain", "image/png", "TEXT/CSV"})
    void takesUploadsOnlyWhereTheyAreDeclared(String type) {
        String part = "--b\r\nContent-Disposition: form-data; name=\"x\"; filename=\"x\"\r\n\r\n1\r\n--b--\r\n";

        Answer announced = ledger.call("POST", "/api/v1/entries/none/act").header("Content-Type", type)
                .body(BodyPublishers.ofString(part)).send();
        Answer chunked = ledger.call("POST", "/api/v1/entries/none/act").header("Content-Type", type)
                .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(part.getBytes()))).send();

        assertProblem(announced, 415, "media-type-not-supported");
        assertProblem(chunked, 415, "media-type-not-supported");
        assertThat(announced.header("Accept")).isEqualTo("application/json");
        assertThat(ledger.call("POST", "/api/v1/entries/none/act").json("{}").send().status()).isEqualTo(200);
        assertThat(ledger.call("POST", "/api/v1/entries/none/act").header("Content-Type", type).send().status())
                .as("nothing is uploaded").isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"DEEP", "LONG_TEXT", "LONG_NUMBER", "LONG_NAME"})
    void refusesJsonBeyondItsLimits(String how) {
        String body = switch (how) {
            case "DEEP" -> "{\"items\":" + "[".repeat(40) + "]".repeat(40) + "}";
            case "LONG_TEXT" -> "{\"text\":\"" + "x".repeat(70_000) + "\"}";
            case "LONG_NUMBER" -> "{\"amount\":" + "1".repeat(80) + "}";
            default -> "{\"" + "x".repeat(300) + "\":1}";
        };
        String path = how.equals("DEEP") ? "/api/v1/entry-batches" : "/api/v1/entries";
        Answer answer = ledger.call("POST", path).header("Idempotency-Key", "k").json(body).send();

        assertProblem(answer, 400, "invalid-body");
        assertThat(answer.text("/errors/0/code")).as(answer.response().body()).isEqualTo("beyond-limits");
    }

    @Test
    void hearsNobodyWhoSaysTwoThingsAtOnce() throws IOException {
        String token = "Authorization: Bearer " + ledger.token() + "\r\n";
        String start = "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";

        assertThat(raw(start + token + "\r\n")).startsWith("HTTP/1.1 200");
        assertThat(raw(start + token + token + "\r\n")).startsWith("HTTP/1.1 400").contains("header:Authorization");
        assertThat(raw(start + token + "Idempotency-Key: a\r\nIdempotency-Key: b\r\n\r\n")).startsWith("HTTP/1.1 400");
    }

    @Test
    void tellsBrowsersNothingAboutOtherOrigins() {
        for (String path : new String[]{"/api/v1/entries", "/api/v1/no-such-thing", "/internal/facts", "/problems/x"}) {
            Answer preflight = ledger.anonymous("OPTIONS", path).header("Origin", "https://elsewhere.example")
                    .header("Access-Control-Request-Method", "POST").send();
            assertProblem(preflight, 403, "forbidden");
            assertThat(preflight.response().headers().map().keySet()).noneMatch(
                    name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
            assertThat(preflight.header("Allow")).isEmpty();
        }
        Answer simple = ledger.call("GET", "/api/v1/me").header("Origin", "https://elsewhere.example").send();
        assertThat(simple.status()).isEqualTo(200);
        assertThat(simple.response().headers().map().keySet()).noneMatch(
                name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"));
    }

    @Test
    void letsBrowsersMakeNothingOfItsAnswers() throws IOException {
        Answer good = ledger.call("GET", "/api/v1/me").send();
        Answer bad = ledger.call("GET", "/api/v1/broken").send();
        String unread = raw("CANARY\r\n\r\n");
        BrowserRules.HEADERS.forEach((name, value) -> {
            assertThat(good.response().headers().allValues(name)).containsExactly(value);
            assertThat(bad.response().headers().allValues(name)).containsExactly(value);
            assertThat(unread).contains(name + ": " + value);
        });
        assertThat(bad.response().headers().allValues("Cache-Control")).containsExactly("no-store");
        assertThat(good.header("Cache-Control")).contains("no-store");
    }

    @Test
    void refusesBodyOfTwoMebibytesAnnouncedOrNot() {
        byte[] body = ("{\"text\":\"" + "x".repeat(2 * MIB) + "\"}").getBytes(StandardCharsets.UTF_8);

        Answer announced = ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "k")
                .header("Content-Type", "application/json").body(BodyPublishers.ofByteArray(body)).send();
        Answer chunked = ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "k")
                .header("Content-Type", "application/json")
                .body(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).send();

        assertProblem(announced, 413, "body-too-large");
        assertProblem(chunked, 413, "body-too-large");
        assertThat(chunked.text("/detail")).contains("1048576");
    }

    @Test
    void countsAfterInflating() throws IOException {
        Answer small = gzipped(GOOD.getBytes(StandardCharsets.UTF_8));
        Answer bomb = gzipped(("{\"text\":\"" + "x".repeat(2 * MIB) + "\"}").getBytes(StandardCharsets.UTF_8));

        assertThat(small.status()).isEqualTo(201);
        assertProblem(bomb, 413, "body-too-large");
    }

    private static Answer gzipped(byte[] body) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(body);
        }
        return ledger.call("POST", "/api/v1/entries").header("Idempotency-Key", "gzip-" + body.length)
                .header("Content-Type", "application/json").header("Content-Encoding", "gzip")
                .body(BodyPublishers.ofByteArray(bytes.toByteArray())).send();
    }

    @Test
    void refusesUnknownAndBrokenEncodings() {
        Answer unknown = ledger.call("POST", "/api/v1/entries").header("Content-Encoding", "br").json(GOOD).send();
        Answer broken = ledger.call("POST", "/api/v1/entries").header("Content-Encoding", "gzip")
                .header("Idempotency-Key", "k").json(GOOD).send();

        assertProblem(unknown, 415, "content-encoding-not-supported");
        assertProblem(broken, 400, "invalid-body");
        assertThat(broken.text("/errors/0/code")).isEqualTo("broken-encoding");
    }

    @Test
    void streamsImportsBeyondTheUsualLimit() {
        Answer answer = ledger.call("POST", "/api/v1/grid-imports").header("Content-Type", "text/csv")
                .body(BodyPublishers.ofByteArray(new byte[3 * MIB])).send();

        assertThat(answer.json().at("/bytes").asLong()).isEqualTo(3L * MIB);
    }

    @Test
    void answersTheUnexpectedWithoutSayingAnythingPrivate(CapturedOutput output) {
        Answer answer = ledger.call("GET", "/api/v1/broken").send();

        assertProblem(answer, 500, "unexpected");
        assertThat(answer.response().body()).doesNotContain("CANARY", "IllegalState", "java");
        assertThat(output.getAll()).contains("java.lang.IllegalStateException").contains(answer.text("/traceId"))
                .doesNotContain("CANARY");
        assertThat(output.getAll().lines().filter(line -> line.contains("IllegalState"))).hasSize(1);
    }

    @Test
    void asksToComeBackWhileTheStoreIsAway() {
        Answer answer = ledger.call("GET", "/api/v1/store-away").send();

        assertProblem(answer, 503, "temporarily-unavailable");
        assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
        assertThat(answer.response().body()).doesNotContain("CANARY");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/../../internal/facts", "/api/v1/%2e%2e/internal/facts", "/api/v1//me",
            "/api/v1/me;x=1", "/api%2fv1/me", "/api/v1/%00", "/api/v1/\\me", "/api/v1/%zz"})
    void refusesPathsWithTricks(String path) throws IOException {
        String answer = raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 40").contains("application/problem+json").doesNotContain("Tomcat");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CANARY\r\n\r\n", "POST /api/v1/me?name=CANARY HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET /api/v1/me HTTP/1.1\r\nHost: a b\r\n\r\n",
            "GET /api/v1/me HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: odd\r\nConnection: close\r\n\r\n"})
    void refusesMalformedHttpWithoutLoggingIt(String request, CapturedOutput output) throws IOException {
        assertThat(raw(request)).containsPattern("^HTTP/1.1 (40|50)").doesNotContain("Tomcat", "Exception");
        assertThat(output.getAll()).doesNotContain("CANARY");
    }

    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", ledger.port())) {
            PrintWriter out = new PrintWriter(socket.getOutputStream(), false, StandardCharsets.ISO_8859_1);
            out.print(request);
            out.flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
