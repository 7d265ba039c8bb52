package cn.twonets.intake.households;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.Topic;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import cn.twonets.intake.testing.Wire;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The register on the running service. */
class HouseholdRegisterTest {
    private static final String PATH = "/api/v1/households";
    private static final String NUMBER = "410766196506030490";
    private final RunningIntake intake = RunningIntake.shared();
    private final Client member = intake.member();

    @Test
    void findsTheHouseholdThatTheSameRequestMadeBefore() {
        String key = UUID.randomUUID().toString();
        Client.Answer first = member.post(PATH, Bodies.HOUSEHOLD, key);
        Client.Answer again = member.post(PATH, Bodies.HOUSEHOLD, key);
        assertThat(List.of(first.status(), again.status())).containsExactly(201, 200);
        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Location")).isEqualTo(first.header("Location")).isNotEmpty();
        Client.Answer other = member.post(PATH, Bodies.with(Bodies.HOUSEHOLD, "样例成员", "另一成员"), key);
        assertThat(other.problem()).isEqualTo("422 idempotency-key-reused header:Idempotency-Key reused");
    }

    @Test
    void publishesWhereItBelongsAndNothingElse() {
        String id = Bodies.registered(member);
        await().until(() -> intake.wire().read(Topic.HOUSEHOLDS, id).size() == 1);
        Wire.Record record = intake.wire().read(Topic.HOUSEHOLDS, id).getFirst();
        assertThat(record.value()).isEqualTo(
                "{\"happened\":{\"by\":\"village-member:411082110213\"},\"state\":{\"order\":{\"epoch\":0,\"sequence\":1},"
                        + "\"id\":\"" + id
                        + "\",\"unit\":\"411082110213-G05\",\"helper\":\"village-member:411082110213\"}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "\"411082110213-G05\"           | \"411082110214\"     | 422 household-not-acceptable /unit unknown-unit",
            "\"411082110213-G05\"           | \"411082999999\"     | 422 household-not-acceptable /unit unknown-unit",
            "\"411082110213-G05\"           | \"not a code\"       | 400 invalid-body /unit invalid-value",
            "\"unit\": \"411082110213-G05\",|                      | 400 invalid-body /unit missing",
            "\"village-member:411082110213\"| \"village-member:9\" | 422 household-not-acceptable /helper unknown-post",
            "\"样例户\"                     | \" \"                | 422 household-not-acceptable /personal/name not-a-name",
            "\"13800005678\"                | \"12345\"            | 422 household-not-acceptable /personal/phone not-a-phone-number",
            "\"phone\"                      | \"phon\"             | 400 invalid-body /personal/phon unknown-field",
            "\"SIBLING\"                    | \"FRIEND\"           | 400 invalid-body /personal/members/0/relation unknown-value",
            "\"样例成员\"                   | \"\"                 | 422 household-not-acceptable /personal/members/0/name not-a-name",
            "\"D\"                          | \"E\"                | 400 invalid-body /facts/dwellingGrade unknown-value",
            "430000                         | -1                   | 422 household-not-acceptable /facts/incomePerHeadFen out-of-range",
            "430000                         | 0.5                  | 400 invalid-body /facts/incomePerHeadFen wrong-format",
            "430000                         | \"430000\"           | 400 invalid-body /facts/incomePerHeadFen wrong-type",
            "\"members\": 2                 | \"members\": 0       | 422 household-not-acceptable /facts/members out-of-range /facts/disabledMembers out-of-range",
            "\"disabledMembers\": 1         | \"disabledMembers\": 3 | 422 household-not-acceptable /facts/disabledMembers out-of-range",
            "\"OLD_LIVING_ALONE\"           | \"RICH\"             | 400 invalid-body /facts/specialGroups/0 unknown-value"})
    void namesFieldAndReason(String piece, String other, String problem) {
        String body = Bodies.with(Bodies.HOUSEHOLD, piece, other == null ? "" : other);
        assertThat(member.post(PATH, body).problem()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({"41076619650603049, length", "41076619650603O490, characters", "410766196502300490, date",
            "410766196506030491, check-character"})
    void namesWhatIsWrongWithAnIdentityNumber(String number, String fault) {
        String body = Bodies.with(Bodies.HOUSEHOLD, "\"phone\"", "\"identityNumber\": \"" + number + "\", \"phone\"");
        Client.Answer answer = member.post(PATH, body);
        assertThat(answer.problem())
                .isEqualTo("422 household-not-acceptable /personal/identityNumber identity-number-" + fault);
        assertThat(answer.body()).doesNotContain(number);
    }

    @Test
    void acceptsAUnitOfTheRightLevelOnly() {
        String town = Bodies.with(Bodies.HOUSEHOLD, "411082110213-G05", Village.TOWN);
        Client leader = intake.as(Village.TOWN_LEADER, "grid-leader");
        assertThat(leader.post(PATH, town).problem())
                .isEqualTo("422 household-not-acceptable /unit unit-not-group-or-village");
        String ended = Bodies.with(Bodies.HOUSEHOLD, "411082110213-G05", Village.ENDED);
        assertThat(leader.post(PATH, ended).problem()).isEqualTo("422 household-not-acceptable /unit unit-ended");
        String village = Bodies.with(Bodies.HOUSEHOLD, "411082110213-G05", Village.THERE);
        assertThat(leader.post(PATH, village).status()).isEqualTo(201);
    }

    @Test
    void asksDispatchAboutAUnitThatHasNotArrivedYet() {
        intake.dispatch.answers("/api/v1/grid-units/411082110213-G77", """
                {"code": "411082110213-G77", "name": "七十七组", "level": "GROUP", "parent": "411082110213",
                 "ancestors": ["411082110213", "411082110-A03", "411082110", "411082"],
                 "validFrom": "2026-01-01T00:00:00Z", "replacedBy": [], "somethingNew": 1}""");
        String body = Bodies.with(Bodies.HOUSEHOLD, "411082110213-G05", "411082110213-G77");
        Client.Answer answer = member.post(PATH, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        assertThat(member.get(PATH + "/" + answer.text("/id")).text("/unit")).isEqualTo("411082110213-G77");
        assertThat(intake.otherLeader().post(PATH, body).problem())
                .isEqualTo("422 household-not-acceptable /unit unknown-unit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "null", "[]", "{", "<html>",
            "{\"code\":\"411082110213-G05\",\"name\":\"x\",\"level\":\"GROUP\",\"ancestors\":[\"411082110213\"],"
                    + "\"validFrom\":\"2026-01-01T00:00:00Z\",\"replacedBy\":[]}",
            "{\"code\":\"411082110213-G78\",\"name\":\"x\",\"level\":\"GROUP\",\"ancestors\":null,"
                    + "\"validFrom\":\"2026-01-01T00:00:00Z\",\"replacedBy\":[]}"})
    void registersNothingOnAStrangeAnswerAboutAUnit(String answer) {
        intake.dispatch.answers("/api/v1/grid-units/411082110213-G78", answer);
        Client.Answer refused = member.post(PATH,
                Bodies.with(Bodies.HOUSEHOLD, "411082110213-G05", "411082110213-G78"));
        assertThat(refused.problem()).as(refused.body()).startsWith("503 temporarily-unavailable");
    }

    @Test
    void masksEverythingPersonal() {
        String body = Bodies.with(Bodies.HOUSEHOLD, "\"phone\"",
                "\"identityNumber\": \"410940193607015488\", \"phone\"");
        String id = member.post(PATH, body).text("/id");
        JsonNode personal = member.get(PATH + "/" + id).json().path("personal");
        assertThat(personal.path("name").asString()).isEqualTo("样*");
        assertThat(personal.path("identityNumber").asString()).isEqualTo("410***********5488");
        assertThat(personal.path("phone").asString()).isEqualTo("138****5678");
        assertThat(personal.at("/members/0/name").asString()).isEqualTo("样*");
    }

    @Test
    void noticesASecondRegistrationWithinTheScopeOnly() {
        String body = Bodies.with(Bodies.HOUSEHOLD, "\"phone\"", "\"identityNumber\": \"" + NUMBER + "\", \"phone\"");
        assertThat(member.post(PATH, body).status()).isEqualTo(201);
        assertThat(intake.leader().post(PATH, body).problem())
                .isEqualTo("422 household-not-acceptable /personal/identityNumber already-registered");
        String elsewhere = Bodies.with(body, "411082110213-G05", Village.THERE);
        assertThat(intake.otherLeader().post(PATH, elsewhere).status()).as("nothing is told across villages")
                .isEqualTo(201);
        String twice = Bodies.with(body, "\"relation\"", "\"identityNumber\": \"" + NUMBER + "\", \"relation\"");
        assertThat(intake.otherLeader().post(PATH, twice).problem())
                .contains("/personal/members/0/identityNumber identity-number-repeated");
    }

    @Test
    void changesOnlyWhatAPatchNames() {
        String id = Bodies.registered(member);
        String path = PATH + "/" + id;
        Client.Answer changed = member.patch(path, """
                {"personal": {"phone": "13900001111", "note": null}, "facts": {"insured": false}}""", "\"1\"");
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        Client.Answer read = member.get(path);
        assertThat(read.json()).isEqualTo(changed.json());
        assertThat(read.text("/personal/phone")).isEqualTo("139****1111");
        assertThat(read.json().path("personal").has("note")).isFalse();
        assertThat(read.text("/personal/name")).isEqualTo("样*");
        assertThat(read.json().at("/facts/insured").asBoolean()).isFalse();
        assertThat(read.text("/facts/dwellingGrade")).isEqualTo("D");
    }

    @Test
    void publishesAMoveButNoPrivateChange() {
        String id = Bodies.registered(member);
        String path = PATH + "/" + id;
        assertThat(member.patch(path, "{\"facts\": {\"insured\": false}}", "\"1\"").status()).isEqualTo(200);
        assertThat(member.patch(path, "{\"helper\": null, \"unit\": \"411082110213\"}", "\"2\"").status())
                .isEqualTo(200);
        await().until(() -> intake.wire().read(Topic.HOUSEHOLDS, id).size() == 2);
        assertThat(intake.wire().read(Topic.HOUSEHOLDS, id))
                .extracting(record -> record.headers().get("ce_type"))
                .containsExactly("cn.twonets.household.registered.v1", "cn.twonets.household.moved.v1");
        assertThat(member.get(path).json().has("helper")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "{\"unit\": \"411082110214\"}           | 422 household-not-acceptable /unit unknown-unit",
            "{\"personal\": {\"name\": null}}       | 400 invalid-body /personal/name missing",
            "{\"personal\": {\"phone\": []}}        | 400 invalid-body /personal/phone wrong-type",
            "{\"personal\": {\"nickname\": \"x\"}}  | 400 invalid-body /personal/nickname unknown-field",
            "{\"id\": \"other\"}                    | 400 invalid-body /id unknown-field",
            "[]                                     | 400 invalid-body"})
    void refusesAWrongPatch(String patch, String problem) {
        String path = PATH + "/" + Bodies.registered(member);
        assertThat(member.patch(path, patch, "\"1\"").problem()).startsWith(problem);
        assertThat(member.get(path).header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void wantsToKnowWhichVersionIsChanged() {
        String path = PATH + "/" + Bodies.registered(member);
        assertThat(member.send("PATCH", path, "{}").problem())
                .isEqualTo("428 if-match-missing header:If-Match missing");
        assertThat(member.patch(path, "{\"helper\": null}", "\"7\"").problem())
                .isEqualTo("412 version-stale header:If-Match stale");
        assertThat(member.patch(path, "{\"helper\": null}", "\"1\"").status()).isEqualTo(200);
    }

    @Test
    void hidesAHouseholdFromAnotherVillageAndShowsItToTheTown() {
        String path = PATH + "/" + Bodies.registered(member);
        Client.Answer unknown = intake.otherLeader().get(PATH + "/nosuchhousehold");
        Client.Answer denied = intake.otherLeader().get(path);
        assertThat(denied.problem()).isEqualTo(unknown.problem()).isEqualTo("404 not-found");
        assertThat(denied.text("/detail")).isEqualTo(unknown.text("/detail"));
        assertThat(intake.otherLeader().patch(path, "{\"helper\": null}", "\"1\"").problem())
                .isEqualTo("404 not-found");
        assertThat(intake.as(Village.TOWN_LEADER, "grid-leader").get(path).status()).isEqualTo(200);
    }

    @Test
    void isForTheGridAndTheAssistanceOffice() {
        String path = PATH + "/" + Bodies.registered(member);
        assertThat(intake.as("department:housing-bureau", "department").get(path).problem())
                .isEqualTo("403 role-missing");
        assertThat(intake.as(Village.SUPERVISOR, "supervisor").get(path).problem()).isEqualTo("403 role-missing");
        assertThat(intake.as(Village.OFFICE, "assistance-office").get(path).status()).isEqualTo(200);
        assertThat(intake.as(Village.OFFICE, "assistance-office").post(PATH, Bodies.HOUSEHOLD).problem())
                .isEqualTo("403 role-missing");
    }

    @Test
    void listsByPagesWithoutAnythingPrivate() {
        List<String> mine = List.of(Bodies.registered(member), Bodies.registered(member), Bodies.registered(member));
        List<String> walked = new java.util.ArrayList<>();
        String next = PATH + "?unit=411082110213-G05&limit=2";
        while (!next.isEmpty()) {
            Client.Answer page = member.get(next);
            assertThat(page.status()).as(page.body()).isEqualTo(200);
            assertThat(page.body()).doesNotContain("personal", "facts");
            walked.addAll(page.json().path("items").findValuesAsString("id"));
            String cursor = page.text("/nextCursor");
            next = cursor.isEmpty() ? "" : PATH + "?unit=411082110213-G05&limit=2&cursor=" + cursor;
        }
        assertThat(walked).containsAll(mine).doesNotHaveDuplicates();
        assertThat(intake.otherLeader().get(PATH + "?limit=200").json().path("items").findValuesAsString("id"))
                .doesNotContainAnyElementsOf(mine);
        assertThat(member.get(PATH + "?cursor=!!").problem())
                .isEqualTo("400 invalid-request query:cursor invalid-value");
    }
}
