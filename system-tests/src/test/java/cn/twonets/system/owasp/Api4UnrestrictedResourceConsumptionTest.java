package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.system.owasp.Wire.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** API4:2023. Whatever one caller sends, however much, however slowly, costs the product little and others nothing. */
@ExtendWith(OneSite.class)
class Api4UnrestrictedResourceConsumptionTest {
    private static final int MIB = 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;

    Api4UnrestrictedResourceConsumptionTest(Site site) {
        this.site = site;
    }

    /** The door, and the service behind it. */
    private List<URI> doors() {
        return List.of(site.door(), site.product.ports().intakeUri());
    }

    private Wire needs(URI root) {
        return Wire.to(root, "POST", "/api/v1/needs").as(site.member()).keyed();
    }

    private String good() {
        return Site.need(site.householdOf(site.member(), Site.VILLAGE), "dispute");
    }

    @Test
    void readsNoBodyBeyondItsLimitAnnouncedOrNot() {
        byte[] large = ("{\"description\":\"" + "x".repeat(MIB + MIB / 2) + "\"}").getBytes(StandardCharsets.US_ASCII);
        String good = good();
        for (URI root : doors()) {
            Reply announced = needs(root).body("application/json", large).send();
            assertThat(announced.status()).as(announced.body()).isEqualTo(413);
            Reply unsent = needs(root).header("Content-Type", "application/json")
                    .header("Content-Length", "99999999999").send();
            assertThat(unsent.status()).as("announced, and never sent: " + unsent.body()).isEqualTo(413);
            Reply chunked = needs(root).header("Content-Type", "application/json")
                    .header("Transfer-Encoding", "chunked").raw(chunks(large)).send();
            assertThat(chunked.status()).as(chunked.body()).isEqualTo(413);
            assertThat(needs(root).header("Content-Type", "application/json").header("Transfer-Encoding", "chunked")
                    .raw(chunks(good.getBytes(StandardCharsets.UTF_8))).send().status()).isEqualTo(201);
        }
    }

    private static byte[] chunks(byte[] body) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        int size = 64 * 1024;
        for (int at = 0; at < body.length; at += size) {
            int length = Math.min(size, body.length - at);
            chunks.writeBytes((Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            chunks.write(body, at, length);
            chunks.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        chunks.writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return chunks.toByteArray();
    }

    @Test
    void inflatesNoBomb() throws IOException {
        byte[] bomb = gzipped(
                ("{\"description\":\"" + "x".repeat(32 * MIB) + "\"}").getBytes(StandardCharsets.US_ASCII));
        assertThat(bomb.length).as("small on the wire").isLessThan(MIB / 2);
        String good = good();
        for (URI root : doors()) {
            Reply reply = needs(root).header("Content-Encoding", "gzip").body("application/json", bomb).send();
            assertThat(reply.status()).as(reply.body()).isEqualTo(413);
            Reply twice = needs(root).header("Content-Encoding", "gzip, gzip").body("application/json", gzipped(bomb))
                    .send();
            assertThat(twice.status()).as(twice.body()).isEqualTo(415);
            assertThat(needs(root).header("Content-Encoding", "deflate").body("application/json", bomb).send().status())
                    .isEqualTo(415);
            assertThat(needs(root).header("Content-Encoding", "gzip")
                    .body("application/json", gzipped(good.getBytes(StandardCharsets.UTF_8))).send().status())
                    .isEqualTo(201);
        }
    }

    /** An import may be large, and no larger than that either: what is inflated is read as it comes, and counted. */
    @Test
    void inflatesNoBombAmongImports() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
            gzip.write("code,name,level,parent\n".getBytes(StandardCharsets.US_ASCII));
            byte[] lines = "\n".repeat(MIB).getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i <= 64; i++) {
                gzip.write(lines);
            }
        }
        assertThat(bomb.size()).as("small on the wire").isLessThan(MIB / 2);
        for (URI root : List.of(site.door(), site.product.ports().dispatchUri())) {
            Wire imports = Wire.to(root, "POST", "/api/v1/grid-imports?mode=preview").as(site.token(Site.OFFICE));
            Reply reply = imports.header("Content-Encoding", "gzip").body("text/csv", bomb.toByteArray()).send();
            assertThat(reply.status()).as(reply.body()).isEqualTo(413);
            assertThat(reply.problem()).isEqualTo("body-too-large");
        }
    }

    private static byte[] gzipped(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEEP", "VERY_DEEP", "LONG_NUMBER", "HUGE_EXPONENT", "LONG_TEXT", "LONG_NAME",
            "MANY_FIELDS"})
    void readsNoJsonWithoutBounds(String how) {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String whole = Site.need(household, "dispute");
        String open = whole.substring(0, whole.length() - 1);
        String body = switch (how) {
            case "DEEP" -> open + ",\"x\":" + "[".repeat(100) + "]".repeat(100) + "}";
            case "VERY_DEEP" -> "[".repeat(MIB / 2);
            case "LONG_NUMBER" -> open + ",\"parties\":" + "9".repeat(MIB / 2) + "}";
            case "HUGE_EXPONENT" -> open + ",\"parties\":1e999999999}";
            case "LONG_TEXT" -> open + ",\"description\":\"" + "x".repeat(MIB / 2) + "\"}";
            case "LONG_NAME" -> open + ",\"" + "x".repeat(MIB / 2) + "\":1}";
            default -> open + "," + IntStream.range(0, 50_000).mapToObj(i -> "\"f" + i + "\":1")
                    .collect(Collectors.joining(",")) + "}";
        };
        Reply reply = site.post(site.member(), "/api/v1/needs", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.body().length()).as("the refusal is short").isLessThan(4_096);
        Reply patched = Wire.to(site.door(), "PATCH", "/api/v1/households/" + household).as(site.member())
                .header("If-Match", "*").json(body).send();
        assertThat(patched.status()).as(patched.body()).isEqualTo(400);
        assertThat(site.post(site.member(), "/api/v1/needs", Site.need(household, "dispute")).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({"/api/v1/needs", "/api/v1/households", "/api/v1/cases", "/api/v1/aid-services",
            "/api/v1/grid-units/411082110213/children"})
    void givesNoPageWithoutAnEnd(String list) {
        for (String limit : new String[]{"0", "201", "-1", "2147483648", "99999999999999999999", "1e3", "0x10", "%2B",
                "NaN",
                "50,50"}) {
            Reply reply = site.get(site.member(), list + "?limit=" + limit);
            assertThat(reply.status()).as(limit + " " + reply.body()).isEqualTo(400);
            assertThat(reply.faults()).contains("query:limit");
        }
        Reply most = site.get(site.member(), list + "?limit=200");
        assertThat(most.status()).isEqualTo(200);
        assertThat(most.json().path("items").size()).isLessThanOrEqualTo(200);
    }

    @Test
    void takesNoBatchWithoutAnEnd() {
        Map<String, Integer> most = Map.of("/api/v1/need-batches", 1_000, "/api/v1/case-acknowledgements", 500,
                "/api/v1/case-resolutions", 500);
        most.forEach((path, limit) -> {
            for (int count : new int[]{0, limit + 1}) {
                Reply reply = site.post(site.leader(), path, items(count));
                assertThat(reply.status()).as(path + " " + count + " " + reply.body()).isIn(400, 422);
                assertThat(reply.faults()).contains("wrong-number-of-items");
            }
            Reply full = site.post(site.leader(), path, items(limit));
            assertThat(full.status()).as(path + " " + full.body()).isEqualTo(200);
            assertThat(full.json().path("items").size()).isEqualTo(limit);
        });
    }

    private static String items(int count) {
        return "{\"items\":[" + String.join(",", Collections.nCopies(count, "{\"id\":\"x\"}")) + "]}";
    }

    @Test
    void readsNoHeadWithoutAnEnd() {
        String token = site.member();
        for (URI root : doors()) {
            Reply address = Wire.get(root, "/api/v1/needs?x=" + "x".repeat(20_000)).as(token).send();
            assertThat(address.status()).isIn(400, 414, 431);
            Reply header = Wire.get(root, "/api/v1/needs").as(token).header("X-Any", "x".repeat(20_000)).send();
            assertThat(header.status()).isIn(400, 431);
            Wire many = Wire.get(root, "/api/v1/needs").as(token);
            IntStream.range(0, 500).forEach(i -> many.header("X-" + i, "x"));
            assertThat(many.send().status()).isIn(400, 431);
            Reply key = Wire.to(root, "POST", "/api/v1/needs").as(token).header("Idempotency-Key", "k".repeat(129))
                    .json("{}").send();
            assertThat(key.status()).as(key.body()).isEqualTo(400);
            Reply parameters = Wire.get(root, "/api/v1/needs?" + "a=&".repeat(2_000)).as(token).send();
            assertThat(parameters.status()).as(parameters.body()).isIn(200, 400);
            assertThat(
                    Wire.get(root, "/api/v1/needs?x=" + "x".repeat(2_000)).as(token).header("X-Any", "x".repeat(2_000))
                            .send().status())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/form-data; boundary=b", "multipart/mixed; boundary=b",
            "application/octet-stream",
            "application/xml", "text/csv", "application/zip", "image/svg+xml", "application/x-www-form-urlencoded"})
    void takesNoUploadThatIsNotDeclared(String type) {
        byte[] part = ("--b\r\nContent-Disposition: form-data; name=\"units\"; filename=\"../../x\"\r\n\r\n"
                + "x".repeat(9_000)
                + "\r\n--b--\r\n").getBytes(StandardCharsets.US_ASCII);
        for (String path : new String[]{"/api/v1/needs", "/api/v1/need-batches",
                "/api/v1/cases/abcdefgh/acknowledgement",
                "/api/v1/households/abcdefgh/exports", "/api/v1/referrals/abcdefgh/acceptance"}) {
            String token = path.contains("referrals")
                    ? site.token(Site.CLERK)
                    : path.contains("exports") ? site.token(Site.OFFICE) : site.leader();
            URI service = path.contains("referrals")
                    ? site.product.ports().resourceUri()
                    : path.contains("cases") ? site.product.ports().dispatchUri() : site.product.ports().intakeUri();
            for (URI root : List.of(site.door(), service)) {
                Reply reply = Wire.to(root, "POST", path).as(token).keyed().body(type, part).send();
                assertThat(reply.status()).as(root + path + " " + reply.body()).isEqualTo(415);
                assertThat(reply.header("Accept")).contains("application/json");
            }
        }
        Reply declared = Wire.to(site.door(), "POST", "/api/v1/grid-imports?mode=preview").as(site.token(Site.OFFICE))
                .keyed().body("text/csv", "code,name,level,parent\n".getBytes(StandardCharsets.US_ASCII)).send();
        assertThat(declared.status()).as(declared.body()).isIn(200, 422);
    }

    /** Whoever owes bodies and never sends them keeps their own places, and nobody else's. */
    @Test
    void letsNobodyTakeTheDoorBySendingSlowly() throws IOException {
        PostId slow = new PostId("village-deputy:" + Site.VILLAGE);
        String token = site.tokens.of(slow.value(), List.of("grid-member"));
        List<Socket> owing = new ArrayList<>();
        try {
            for (int i = 0; i < Site.UNDER_WAY; i++) {
                Socket one = Wire.to(site.door(), "POST", "/api/v1/needs").as(token).keyed()
                        .header("Content-Type", "application/json").header("Content-Length", "1000").begin();
                one.getOutputStream().write('{');
                one.getOutputStream().flush();
                owing.add(one);
            }
            await("the places of that caller to be taken").atMost(PATIENCE).untilAsserted(() -> {
                Reply refused = site.get(token, "/api/v1/needs");
                assertThat(refused.status()).isEqualTo(429);
                assertThat(Integer.parseInt(refused.header("Retry-After"))).isPositive();
            });
            assertThat(site.get(site.member(), "/api/v1/needs").status()).as("another caller").isEqualTo(200);
            assertThat(Wire.get(site.door(), "/readyz").send().status()).isEqualTo(200);
        } finally {
            for (Socket one : owing) {
                one.close();
            }
        }
        await("the places to come back").atMost(PATIENCE)
                .until(() -> site.get(token, "/api/v1/needs").status() != 429);
    }

    @Test
    void asksTooEagerCallersToWaitAndNobodyElse() throws Exception {
        String eager = site.tokens.of("owasp-eager:" + Site.VILLAGE, List.of("grid-member"));
        List<Reply> answers = new ArrayList<>();
        for (int round = 0; round < 100 && answers.stream().noneMatch(one -> one.status() == 429); round++) {
            answers.addAll(Site.atOnce(20, () -> site.get(eager, "/api/v1/needs")));
        }
        assertThat(answers).extracting(Reply::status).containsOnly(200, 429);
        assertThat(answers).filteredOn(one -> one.status() == 429).allSatisfy(one -> {
            assertThat(one.problem()).isEqualTo("too-many-requests");
            assertThat(Integer.parseInt(one.header("Retry-After"))).isPositive();
        });
        assertThat(site.get(site.member(), "/api/v1/needs").status()).isEqualTo(200);
        await("to be heard again").atMost(PATIENCE).until(() -> site.get(eager, "/api/v1/needs").status() == 200);
    }
}
