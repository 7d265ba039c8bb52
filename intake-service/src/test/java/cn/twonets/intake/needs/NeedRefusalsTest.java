package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each bad call about a need, and the field and reason that it is told; on the running service. */
class NeedRefusalsTest {
    private static final String PATH = "/api/v1/needs";
    private static final RunningIntake INTAKE = RunningIntake.shared();
    private static final String HOUSEHOLD = Bodies.registered(INTAKE.member());
    private final Client member = INTAKE.member();

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"category\": \"housing\", |                       | 400 invalid-body /category missing",
            "\"housing\"                | \"castles\"           | 422 need-not-acceptable /category unknown-category",
            "\"housing\"                | \"Not A Code\"        | 400 invalid-body /category invalid-value",
            "\"housing\"                | 5                     | 400 invalid-body /category wrong-type",
            "\"MAJOR\"                  | \"SOON\"              | 400 invalid-body /urgency unknown-value",
            "\"housing\", \"urgency\": \"MAJOR\" | \"education\", \"urgency\": \"URGENT\" | 422 need-not-acceptable /urgency urgency-not-allowed /aidKinds aid-kind-not-allowed",
            "\"HOUSING\"                | \"MEDICAL\"           | 422 need-not-acceptable /aidKinds aid-kind-not-allowed",
            "\"HOUSING\"                | \"CASTLES\"           | 400 invalid-body /aidKinds/0 unknown-value",
            "\"parties\": 1             | \"parties\": 0        | 422 need-not-acceptable /parties out-of-range",
            "\"parties\": 1             | \"parties\": 10001    | 422 need-not-acceptable /parties out-of-range",
            "\"parties\": 1             | \"parties\": \"1\"    | 400 invalid-body /parties wrong-type",
            "\"basis\": {\"kind\": \"DUTY\"}, |                 | 400 invalid-body /basis missing",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"CONSENT\"} | 422 need-not-acceptable /basis/version missing /basis/channel missing /basis/at missing",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"DUTY\", \"channel\": \"paper\"} | 422 need-not-acceptable /basis/channel only-with-consent",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"CONSENT\", \"version\": \"张 某\", \"channel\": \"paper\", \"at\": \"2026-01-01T00:00:00Z\"} | 422 need-not-acceptable /basis/version unknown-value",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"CONSENT\", \"version\": \"13800005678\", \"channel\": \"paper\", \"at\": \"2026-01-01T00:00:00Z\"} | 422 need-not-acceptable /basis/version unknown-value",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"CONSENT\", \"version\": \"v1\", \"channel\": \"pigeon\", \"at\": \"2026-01-01T00:00:00Z\"} | 422 need-not-acceptable /basis/channel unknown-value",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"CONSENT\", \"version\": \"v1\", \"channel\": \"paper\", \"at\": \"2999-01-01T00:00:00Z\"} | 422 need-not-acceptable /basis/at in-the-future",
            "{\"kind\": \"DUTY\"}       | {\"kind\": \"DUTY\", \"helpedBy\": \"nobody:1\"} | 422 need-not-acceptable /basis/helpedBy unknown-post",
            "\"description\"            | \"story\"             | 400 invalid-body /story unknown-field"})
    void namesFieldAndReason(String piece, String other, String problem) {
        String body = Bodies.with(Bodies.need(HOUSEHOLD), piece, other == null ? "" : other);
        assertThat(member.post(PATH, body).problem()).isEqualTo(problem);
    }

    @Test
    void acceptsTheSameWithoutTheFault() {
        assertThat(member.post(PATH, Bodies.need(HOUSEHOLD)).status()).isEqualTo(201);
        String consent = Bodies.with(Bodies.need(HOUSEHOLD), "{\"kind\": \"DUTY\"}", """
                {"kind": "CONSENT", "version": "v1", "channel": "paper", "at": "2026-01-01T00:00:00Z",
                 "helpedBy": "village-member:411082110213"}""");
        assertThat(member.post(PATH, consent).status()).isEqualTo(201);
    }

    @Test
    void answersAnotherVillagesHouseholdLikeOneThatDoesNotExist() {
        Client.Answer denied = INTAKE.otherLeader().post(PATH, Bodies.need(HOUSEHOLD));
        Client.Answer unknown = INTAKE.otherLeader().post(PATH, Bodies.need("nosuchhousehold"));
        assertThat(denied.problem()).isEqualTo(unknown.problem())
                .isEqualTo("422 need-not-acceptable /household unknown-household");
        assertThat(denied.body().replaceAll("\"traceId\":\"[^\"]*\"", ""))
                .isEqualTo(unknown.body().replaceAll("\"traceId\":\"[^\"]*\"", ""));
        assertThat(INTAKE.leader().post(PATH, Bodies.need(HOUSEHOLD)).status()).isEqualTo(201);
    }

    @Test
    void refusesATooLongDescription() {
        String body = Bodies.with(Bodies.need(HOUSEHOLD), "样例", "长".repeat(2001));
        assertThat(member.post(PATH, body).problem()).isEqualTo("422 need-not-acceptable /description too-long");
        assertThat(member.post(PATH, Bodies.with(body, "长".repeat(2001), "长".repeat(2000))).status()).isEqualTo(201);
    }

    @Test
    void refusesBrokenJsonByLineAndColumnWithoutQuotingIt() {
        Client.Answer answer = member.post(PATH, "{\"household\": \"household-1\",\n  \"category\" CANARY}");
        assertThat(answer.problem()).isEqualTo("400 broken-json");
        assertThat(answer.text("/detail")).contains("2");
        assertThat(answer.body()).doesNotContain("CANARY");
    }

    @Test
    void refusesABodyOfTwoMebibytes() {
        String body = Bodies.with(Bodies.need(HOUSEHOLD), "样例", "x".repeat(2 << 20));
        assertThat(member.post(PATH, body).problem()).isEqualTo("413 body-too-large");
    }

    @Test
    void wantsAnIdempotencyKey() {
        assertThat(member.send("POST", PATH, Bodies.need(HOUSEHOLD)).problem())
                .isEqualTo("400 idempotency-key-missing header:Idempotency-Key missing");
    }

    @Test
    void findsTheNeedThatTheSameRequestMadeAndRefusesAnotherUnderItsKey() {
        String key = UUID.randomUUID().toString();
        Client.Answer first = member.post(PATH, Bodies.need(HOUSEHOLD), key);
        Client.Answer again = member.post(PATH, Bodies.need(HOUSEHOLD), key);
        assertThat(first.status()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(again.header("Location")).isEqualTo("/api/v1/needs/" + first.text("/id"));
        assertThat(member.post(PATH, Bodies.with(Bodies.need(HOUSEHOLD), "MAJOR", "ORDINARY"), key).problem())
                .isEqualTo("422 idempotency-key-reused header:Idempotency-Key reused");
        assertThat(INTAKE.leader().post(PATH, Bodies.need(HOUSEHOLD), key).status())
                .as("another caller's key is another key")
                .isEqualTo(201);
    }

    @Test
    void findsWhatItAcceptedThoughTheHouseholdHasLeftTheScopeSince() {
        String household = Bodies.registered(member);
        String key = UUID.randomUUID().toString();
        String need = member.post(PATH, Bodies.need(household), key).text("/id");
        Client.Answer moved = INTAKE.as(Village.TOWN_LEADER, "grid-leader")
                .patch("/api/v1/households/" + household, "{\"unit\": \"411082110214\"}", "\"1\"");
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);

        Client.Answer again = member.post(PATH, Bodies.need(household), key);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/id")).isEqualTo(need);
        assertThat(member.post(PATH, Bodies.with(Bodies.need(household), "MAJOR", "ORDINARY"), key).problem())
                .isEqualTo("422 idempotency-key-reused header:Idempotency-Key reused");
        assertThat(member.post(PATH, Bodies.need(household)).problem())
                .isEqualTo("422 need-not-acceptable /household unknown-household");
        assertThat(INTAKE.otherLeader().post(PATH, Bodies.need(household)).status()).isEqualTo(201);
    }

    @Test
    void takesNobodysIdentityNumberAsAKey() {
        String number = "11010519491231002X";
        String refused = "400 invalid-request header:Idempotency-Key holds-identity-number";
        Client.Answer need = member.post(PATH, Bodies.need(HOUSEHOLD), "\"need-" + number + "\"");
        assertThat(need.problem()).isEqualTo(refused);
        assertThat(need.body()).doesNotContain(number).contains("must not hold an identity number");
        assertThat(member.post("/api/v1/households", Bodies.HOUSEHOLD, number).problem()).isEqualTo(refused);
        String run = "20260302010000123456-" + UUID.randomUUID();
        assertThat(member.post(PATH, Bodies.need(HOUSEHOLD), run).status()).as("a time is nobody").isEqualTo(201);
    }

    @Test
    void makesOneNeedOfTheSameRequestSentManyTimesAtOnce() throws Exception {
        String household = Bodies.registered(member);
        String key = UUID.randomUUID().toString();
        List<Client.Answer> answers = new ArrayList<>();
        try (ExecutorService many = Executors.newFixedThreadPool(8)) {
            List<Future<Client.Answer>> sent = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                sent.add(many.submit(() -> member.post(PATH, Bodies.need(household), key)));
            }
            for (Future<Client.Answer> one : sent) {
                answers.add(one.get());
            }
        }
        assertThat(answers).extracting(Client.Answer::status).containsOnly(200, 201).containsOnlyOnce(201);
        assertThat(answers).extracting(answer -> answer.text("/id")).containsOnly(answers.getFirst().text("/id"));
        assertThat(member.get(PATH + "?household=" + household).json().path("items")).hasSize(1);
    }

    @Test
    void refusesTokensThatAreMissingExpiredOrForged() {
        String expired = INTAKE.issuer.token(
                Village.MEMBER,
                claims -> claims.issueTime(Date.from(Instant.parse("2020-01-01T00:00:00Z")))
                        .notBeforeTime(Date.from(Instant.parse("2020-01-01T00:00:00Z")))
                        .expirationTime(Date.from(Instant.parse("2020-01-01T01:00:00Z"))),
                "grid-member");
        assertThat(INTAKE.withToken("").get(PATH).problem()).startsWith("401 token-missing");
        assertThat(INTAKE.withToken(expired).get(PATH).problem()).startsWith("401 token-expired");
        assertThat(INTAKE.withToken(INTAKE.issuer.forgedToken(Village.MEMBER, "grid-member")).get(PATH).problem())
                .startsWith("401 token-invalid");
        assertThat(member.get(PATH).status()).isEqualTo(200);
    }

    @Test
    void isNotForDepartments() {
        Client department = INTAKE.as("department:housing-bureau", "department");
        assertThat(department.get(PATH).problem()).isEqualTo("403 role-missing");
        assertThat(department.post(PATH, Bodies.need(HOUSEHOLD)).problem()).isEqualTo("403 role-missing");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "status=GONE         | 400 invalid-request query:status wrong-format",
            "urgency=SOON        | 400 invalid-request query:urgency wrong-format",
            "limit=0             | 400 invalid-request query:limit out-of-range",
            "limit=201           | 400 invalid-request query:limit out-of-range",
            "cursor=***          | 400 invalid-request query:cursor invalid-value"})
    void namesAWrongQueryParameter(String query, String problem) {
        assertThat(member.get(PATH + "?" + query).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "withdrawal   | {\"reason\": \"因为张某\"}          | 422 need-not-acceptable /reason unknown-value",
            "withdrawal   | {}                                  | 400 invalid-body /reason missing",
            "confirmation | {\"outcome\": \"MAYBE\"}            | 400 invalid-body /outcome unknown-value",
            "confirmation | {\"outcome\": \"SOLVED\"}           | 409 act-not-allowed"})
    void refusesAWrongAct(String act, String body, String problem) {
        String need = Bodies.submitted(member);
        assertThat(member.post(PATH + "/" + need + "/" + act, body).problem()).isEqualTo(problem);
    }

    @Test
    void refusesActsOnWhatIsTakenBackAndSaysWhy() {
        String path = PATH + "/" + Bodies.submitted(member);
        assertThat(member.post(path + "/withdrawal", "{\"reason\": \"solved-otherwise\"}").status()).isEqualTo(200);
        Client.Answer again = member.post(path + "/withdrawal", "{\"reason\": \"reported-twice\"}");
        assertThat(again.problem()).isEqualTo("409 act-not-allowed");
        assertThat(again.text("/detail")).contains("WITHDRAWN").contains("withdraw");
    }

    @Test
    void repeatsAnActForTheSameKeyAndRefusesAnotherBodyUnderIt() {
        String path = PATH + "/" + Bodies.submitted(member) + "/withdrawal";
        String key = UUID.randomUUID().toString();
        Client.Answer first = member.post(path, "{\"reason\": \"solved-otherwise\"}", key);
        Client.Answer again = member.post(path, "{\"reason\": \"solved-otherwise\"}", key);
        assertThat(first.status()).isEqualTo(200);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag")).isEqualTo("\"2\"");
        assertThat(member.post(path, "{\"reason\": \"reported-twice\"}", key).problem())
                .isEqualTo("422 idempotency-key-reused header:Idempotency-Key reused");
    }

    @Test
    void wantsToKnowWhichVersionIsAmended() {
        String path = PATH + "/" + Bodies.submitted(member);
        assertThat(member.send("PATCH", path, "{\"urgency\": \"URGENT\"}").problem())
                .isEqualTo("428 if-match-missing header:If-Match missing");
        assertThat(member.patch(path, "{\"urgency\": \"URGENT\"}", "\"9\"").problem())
                .isEqualTo("412 version-stale header:If-Match stale");
        Client.Answer amended = member.patch(path, "{\"urgency\": \"URGENT\", \"description\": \"\"}", "\"1\"");
        assertThat(amended.status()).as(amended.body()).isEqualTo(200);
        assertThat(amended.header("ETag")).isEqualTo("\"2\"");
        Client.Answer read = member.get(path);
        assertThat(read.text("/urgency")).isEqualTo("URGENT");
        assertThat(read.json().has("description")).isFalse();
    }

    @Test
    void amendsOnlyToWhatTheCategoryAllows() {
        String path = PATH + "/" + Bodies.submitted(member);
        assertThat(member.patch(path, "{\"category\": \"disaster\", \"urgency\": \"ORDINARY\"}", "\"1\"").problem())
                .isEqualTo("422 need-not-acceptable /urgency urgency-not-allowed");
        Client.Answer amended = member.patch(path, "{\"category\": \"medical-care\"}", "\"1\"");
        assertThat(amended.status()).as(amended.body()).isEqualTo(200);
        assertThat(amended.json().path("aidKinds").toString()).isEqualTo("[\"MEDICAL\",\"CHARITY\"]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"GET | '' |", "GET | /timeline |",
            "POST | /withdrawal | {\"reason\": \"reported-twice\"}",
            "POST | /confirmation | {\"outcome\": \"SOLVED\"}", "PATCH | '' | {\"urgency\": \"URGENT\"}"})
    void hidesANeedFromAnotherVillageAndShowsItToItsOwn(String method, String rest, String body) {
        String path = PATH + "/" + Bodies.submitted(member) + rest;
        Client.Answer denied = INTAKE.otherLeader().send(method, path, body, "If-Match", "\"1\"");
        Client.Answer unknown = INTAKE.otherLeader()
                .send(method, PATH + "/nosuchneed0" + rest, body, "If-Match", "\"1\"");
        assertThat(denied.problem()).isEqualTo(unknown.problem()).isEqualTo("404 not-found");
        assertThat(member.send(method, path, body, "If-Match", "\"1\"").status()).isIn(200, 409);
    }
}
