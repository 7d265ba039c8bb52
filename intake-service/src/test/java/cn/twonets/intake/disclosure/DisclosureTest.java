package cn.twonets.intake.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Unmasking for a purpose, and exports. */
class DisclosureTest {
    private static final RunningIntake INTAKE = RunningIntake.shared();
    private static final String NUMBER = "410123196705170098";
    private final Client member = INTAKE.member();
    private final Client office = INTAKE.as(Village.OFFICE, "assistance-office");
    private final String household = member.post("/api/v1/households",
            Bodies.with(Bodies.HOUSEHOLD, "\"SIBLING\"", "\"SIBLING\", \"phone\": \"13900007777\""))
            .text("/id");
    private final String path = "/api/v1/households/" + household;

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "home-visit  | names,phones                  | yes", "home-visit  | identity-numbers | no",
            "phone-call  | names,phones                  | yes", "phone-call  | identity-numbers | no",
            "emergency   | names,phones                  | yes", "emergency   | identity-numbers | no",
            "application | names,identity-numbers        | yes", "application | phones           | no",
            "correction  | names,identity-numbers,phones | yes"})
    void opensWhatThePurposeTakes(String purpose, String fields, String opens) {
        Client.Answer answer = disclose(member, purpose, fields.split(","));
        assertThat(answer.status()).as(answer.body()).isEqualTo(opens.equals("yes") ? 200 : 422);
        if (opens.equals("no")) {
            assertThat(answer.problem()).isEqualTo("422 disclosure-not-acceptable /fields/0 not-for-this-purpose");
        }
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void theTableNamesEveryPurpose(Purpose purpose) throws NoSuchMethodException {
        CsvSource table = getClass()
                .getDeclaredMethod("opensWhatThePurposeTakes", String.class, String.class, String.class)
                .getAnnotation(CsvSource.class);
        List<String> codes = purpose.opens().stream().map(Field::code).toList();
        assertThat(table.value()).anySatisfy(line -> {
            assertThat(line).startsWith(purpose.code()).endsWith("yes");
            assertThat(Stream.of(line.split("\\|")[1].strip().split(","))).containsExactlyInAnyOrderElementsOf(codes);
        });
    }

    @Test
    void showsWhatWasAskedForAndNoMore() {
        Client.Answer answer = disclose(member, "phone-call", "phones");
        assertThat(answer.body()).contains("13800005678", "13900007777").doesNotContain("样例");
        assertThat(answer.json().path("people").findValuesAsString("relation")).containsExactly("HEAD", "SIBLING");
        assertThat(reads()).containsExactly(Village.MEMBER + " phone-call phones");
    }

    @Test
    void showsIdentityNumbersWhereAnApplicationTakesThem() {
        assertThat(member.patch(path, "{\"personal\": {\"identityNumber\": \"" + NUMBER + "\"}}", "\"1\"").status())
                .isEqualTo(200);
        assertThat(member.get(path).body()).doesNotContain(NUMBER);
        assertThat(disclose(office, "application", "identity-numbers").text("/people/0/identityNumber"))
                .isEqualTo(NUMBER);
        assertThat(disclose(office, "application", "names").text("/people/0/name")).isEqualTo("样例户");
    }

    @ParameterizedTest
    @CsvSource({"supervisor:411082, supervisor, 403 role-missing", "operator:411082, operator, 403 role-missing",
            "department:housing-bureau, department, 403 role-missing",
            "village-leader:411082110214, grid-leader, 404 not-found"})
    void isForThoseWhoWorkWithTheHousehold(String post, String role, String problem) {
        assertThat(disclose(INTAKE.as(post, role), "home-visit", "names").problem()).isEqualTo(problem);
        assertThat(disclose(member, "home-visit", "names").status()).isEqualTo(200);
        assertThat(reads()).containsExactly(Village.MEMBER + " home-visit names");
    }

    @Test
    void namesWhatIsWrongWithTheQuestion() {
        assertThat(disclose(member, "curiosity", "names").problem())
                .isEqualTo("422 disclosure-not-acceptable /purpose unknown-value");
        assertThat(disclose(member, "home-visit", "names", "income").problem())
                .isEqualTo("422 disclosure-not-acceptable /fields/1 unknown-value");
        assertThat(disclose(member, "home-visit").problem())
                .isEqualTo("422 disclosure-not-acceptable /fields wrong-number-of-items");
    }

    @Test
    void writesDownWhoReadsAHouseholdOrADescription() {
        String need = member.post("/api/v1/needs", Bodies.need(household)).text("/id");
        member.get(path);
        office.get(path);
        member.get("/api/v1/needs/" + need);
        INTAKE.as(Village.SUPERVISOR, "supervisor").get("/api/v1/needs/" + need);
        INTAKE.otherLeader().get(path);
        assertThat(reads()).containsExactly(
                Village.MEMBER + " casework masked-people,facts,note",
                Village.OFFICE + " casework masked-people,facts",
                Village.MEMBER + " casework description");
    }

    @Test
    void writesDownWhoIsShownAHouseholdInAnswerToAnAct() {
        String key = UUID.randomUUID().toString();
        String id = member.post("/api/v1/households", Bodies.HOUSEHOLD, key).text("/id");
        assertThat(reads(id)).as("whoever enters it is told nothing new").isEmpty();
        Client.Answer amended = INTAKE.leader().patch("/api/v1/households/" + id, "{\"personal\": {\"note\": \"样例二\"}}",
                "\"1\"");
        assertThat(amended.body()).contains("样例二", "430000");
        assertThat(member.post("/api/v1/households", Bodies.HOUSEHOLD, key).body()).as("what others entered since")
                .contains("样例二");
        assertThat(reads(id)).containsExactly(Village.LEADER + " casework masked-people,facts,note",
                Village.MEMBER + " casework masked-people,facts,note");
    }

    @Test
    void showsTheHelpersNoteToThoseWhoWorkWithTheHouseholdOnly() {
        assertThat(member.get(path).text("/personal/note")).isEqualTo("样例");
        assertThat(office.get(path).json().path("personal").has("note")).isFalse();
        assertThat(office.get(path).text("/facts/dwellingGrade")).isEqualTo("D");
    }

    @Test
    void exportsEverythingThatIsHeld() {
        String need = member.post("/api/v1/needs", Bodies.need(household)).text("/id");
        INTAKE.dispatch.answers("/api/v1/cases/" + need + "/timeline", """
                {"items": [{"sequence": 1, "type": "cn.twonets.case.assigned.v1", "at": "2020-01-01T00:00:00Z",
                            "happened": {"dueAt": "2020-01-02T00:00:00Z"}}]}""");
        Client.Answer export = office.post(path + "/exports", "");
        assertThat(export.status()).as(export.body()).isEqualTo(200);
        assertThat(export.text("/personal/name")).isEqualTo("样例户");
        assertThat(export.text("/personal/phone")).isEqualTo("13800005678");
        assertThat(export.text("/personal/members/0/phone")).isEqualTo("13900007777");
        assertThat(export.text("/personal/note")).isEqualTo("样例");
        assertThat(export.json().at("/facts/incomePerHeadFen").asLong()).isEqualTo(430000);
        assertThat(export.text("/unit")).isEqualTo(Village.GROUP);
        assertThat(export.text("/registeredBy")).isEqualTo(Village.MEMBER);
        assertThat(export.text("/needs/0/need/id")).isEqualTo(need);
        assertThat(export.text("/needs/0/need/description")).isEqualTo("样例");
        assertThat(export.json().at("/needs/0/timeline/items").findValuesAsString("type"))
                .containsExactly("cn.twonets.case.assigned.v1", "cn.twonets.need.submitted.v1");
        assertThat(reads()).containsExactly(Village.OFFICE + " household-asked export");
        assertThat(member.post(path + "/exports", "").problem()).isEqualTo("403 role-missing");
        assertThat(INTAKE.as(Village.OTHER_LEADER, "assistance-office").post(path + "/exports", "").problem())
                .isEqualTo("404 not-found");
    }

    private List<String> reads() {
        return reads(household);
    }

    private List<String> reads(String id) {
        return INTAKE.reads(id).stream()
                .map(read -> read.who() + " " + read.purpose() + " " + read.what())
                .toList();
    }

    private Client.Answer disclose(Client client, String purpose, String... fields) {
        return client.post(path + "/disclosures", """
                {"purpose": "%s", "fields": [%s]}""".formatted(purpose, String.join(", ",
                Stream.of(fields).map(field -> '"' + field + '"').toList())));
    }
}
