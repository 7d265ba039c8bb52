package cn.twonets.system.refusals;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.PostId;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.issuer.LocalTokens;
import cn.twonets.standalone.issuer.SigningKey;
import cn.twonets.standalone.place.DataFolder;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bad call is told which field is wrong and why, in the language it asks for. */
@OwnProduct
class RefusalsTest {
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

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            unknown category   | 422 | /category  | {"household":"H","category":"moon-travel","basis":{"kind":"DUTY"}}
            unknown household  | 422 | /household | {"household":"no-such-household","category":"housing","basis":{"kind":"DUTY"}}
            missing basis      | 400 | /basis     | {"household":"H","category":"housing"}
            consent unproved   | 422 | /basis     | {"household":"H","category":"housing","basis":{"kind":"CONSENT"}}
            wrong type         | 400 | /parties   | {"household":"H","category":"housing","parties":"many","basis":{"kind":"DUTY"}}
            unknown urgency    | 400 | /urgency   | {"household":"H","category":"housing","urgency":"SOON","basis":{"kind":"DUTY"}}
            unknown field      | 400 | /colour    | {"household":"H","category":"housing","colour":"red","basis":{"kind":"DUTY"}}
            broken JSON        | 400 | ''         | {"household":"H","category":
            not an object      | 400 | ''         | [1, 2]
            """)
    void namesTheFieldThatIsWrong(String name, int status, String pointer, String body) throws Exception {
        RawCall.Response response = need(body.replace("\"H\"", '"' + household + '"'));
        assertThat(response.contentType()).contains("application/problem+json");
        assertThat(response.status()).as(response.body().toString()).isIn(status, 422, 400);
        assertThat(response.pointers()).as(response.body().toString()).contains(pointer);
        assertThat(response.body().path("title").asString("")).isNotBlank();
    }

    @Test
    void answersInChineseAndInEnglish() throws Exception {
        String body = "{\"household\":\"" + household
                + "\",\"category\":\"moon-travel\",\"basis\":{\"kind\":\"DUTY\"}}";
        String chinese = call("/api/v1/needs").body("POST", "application/json", bytes(body)).send().body().toString();
        String english = call("/api/v1/needs").header("Accept-Language", "en")
                .body("POST", "application/json", bytes(body))
                .send()
                .body()
                .toString();
        assertThat(chinese).containsPattern("\\p{IsHan}");
        assertThat(english).doesNotContainPattern("\\p{IsHan}");
    }

    @Test
    void refusesATwoMebibyteBody() throws Exception {
        RawCall.Response response = need("{\"description\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}");
        assertThat(response.status()).isEqualTo(413);
        assertThat(response.contentType()).contains("application/problem+json");
    }

    @Test
    void refusesTokensThatAreMissingExpiredOrForged() throws Exception {
        String good = token(Clock.systemUTC(), Duration.ofMinutes(5));
        assertThat(read(good).status()).isEqualTo(200);
        String expired = token(Clock.fixed(Instant.now(Clock.systemUTC()).minusSeconds(7_200), ZoneOffset.UTC),
                Duration.ofMinutes(5));
        assertThat(read(expired).status()).isEqualTo(401);
        assertThat(read(good.substring(0, good.lastIndexOf('.') + 1)).status()).isEqualTo(401);
        String[] parts = good.split("\\.");
        assertThat(read(parts[0] + "." + parts[1] + "x." + parts[2]).status()).isEqualTo(401);
        RawCall.Response none = RawCall.to(product.ports().gatewayUri(), "/api/v1/needs").send();
        assertThat(none.status()).isEqualTo(401);
        assertThat(none.contentType()).contains("application/problem+json");
        assertThat(RawCall.to(product.ports().intakeUri(), "/api/v1/needs").send().status())
                .as("each service checks for itself")
                .isEqualTo(401);
    }

    @Test
    void answersAnotherVillagesHouseholdLikeNone() {
        String need = county.report(household, "housing");
        county.awaitCase(need, "ASSIGNED");
        PostId stranger = new PostId("village-member:411082101001");
        for (String path : new String[]{"/api/v1/needs/", "/api/v1/cases/", "/api/v1/households/"}) {
            String id = path.contains("households") ? household : need;
            Answer denied = county.get(stranger, path + id);
            Answer absent = county.get(stranger, path + UUID.randomUUID());
            assertThat(denied.status()).as(path).isEqualTo(404).isEqualTo(absent.status());
            assertThat(denied.body().path("title").asString()).isEqualTo(absent.body().path("title").asString());
            assertThat(county.get(VILLAGE_MEMBER, path + id).status()).as("the allowed twin of " + path).isEqualTo(200);
        }
        Answer theirs = county.post(stranger, "/api/v1/needs", County.need(household, "housing", "ORDINARY"));
        Answer nobodys = county.post(stranger, "/api/v1/needs",
                County.need("no-such-household", "housing", "ORDINARY"));
        assertThat(theirs.status()).isEqualTo(nobodys.status());
        assertThat(theirs.body().path("errors").toString()).isEqualTo(nobodys.body().path("errors").toString());
    }

    @Test
    void wantsToKnowWhichVersionAnUpdateIsBasedOn() throws Exception {
        String need = county.report(household, "housing");
        Answer read = county.get(VILLAGE_MEMBER, "/api/v1/needs/" + need);
        byte[] patch = bytes("{\"urgency\":\"MAJOR\"}");
        assertThat(call("/api/v1/needs/" + need).body("PATCH", "application/json", patch).send().status())
                .isEqualTo(428);
        assertThat(
                call("/api/v1/needs/" + need).header("If-Match", "\"99\"")
                        .body("PATCH", "application/json", patch)
                        .send()
                        .status())
                .isEqualTo(412);
        assertThat(
                call("/api/v1/needs/" + need).header("If-Match", read.etag())
                        .body("PATCH", "application/json", patch)
                        .send()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void refusesActsThatTheStateDoesNotAllow() {
        String need = county.report(household, "dispute");
        county.awaitCase(need, "ASSIGNED");
        county.resolve(need, VILLAGE_LEADER);
        Answer answer = county.act(need, VILLAGE_LEADER, "acknowledgement", Map.of());
        assertThat(answer.status()).as(answer.problem()).isEqualTo(409);
        Answer confirmTwice = county.post(
                VILLAGE_MEMBER,
                "/api/v1/needs/" + county.report(household, "dispute") + "/confirmation",
                Map.of("outcome", "SOLVED"));
        assertThat(confirmTwice.status()).as(confirmTwice.problem()).isEqualTo(409);
    }

    @Test
    void namesLineAndColumnOfABadGridFile() throws Exception {
        String csv = "code,name,level,parent\n411082,长葛市,CITY,\n411082100,样例镇,TOWNSHIP,411082\n";
        RawCall.Response response = RawCall.to(product.ports().gatewayUri(), "/api/v1/grid-imports?mode=preview")
                .bearer(token(new PostId("assistance-office:411082"), Clock.systemUTC(), Duration.ofMinutes(5)))
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .body("POST", "text/csv", bytes(csv))
                .send();
        assertThat(response.body().toString()).contains("3").contains("level");
    }

    @Test
    void hidesWhatIsNotForTheOutside() throws Exception {
        for (String path : new String[]{"/internal/facts", "/api/v1/..%2Finternal/facts",
                "/api/v1/needs/..;/internal/facts"}) {
            RawCall.Response response = call(path)
                    .body("POST", "application/json", bytes("{\"needs\":[],\"facts\":[]}")).send();
            assertThat(response.status()).as(path).isIn(400, 401, 403, 404);
        }
    }

    private static RawCall.Response need(String body) throws Exception {
        return call("/api/v1/needs").body("POST", "application/json", bytes(body)).send();
    }

    private static RawCall call(String path) {
        return RawCall.to(product.ports().gatewayUri(), path)
                .bearer(token(Clock.systemUTC(), Duration.ofMinutes(5)))
                .header("Idempotency-Key", UUID.randomUUID().toString());
    }

    private static RawCall.Response read(String token) throws Exception {
        return RawCall.to(product.ports().gatewayUri(), "/api/v1/needs").bearer(token).send();
    }

    private static String token(Clock clock, Duration lasting) {
        return token(VILLAGE_MEMBER, clock, lasting);
    }

    private static String token(PostId post, Clock clock, Duration lasting) {
        return new LocalTokens(SigningKey.of(DataFolder.at(product.data())), product.ports().issuerUri(), clock)
                .forPost(post, lasting);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
