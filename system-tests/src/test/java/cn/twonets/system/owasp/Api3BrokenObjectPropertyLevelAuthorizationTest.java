package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.kit.County;
import cn.twonets.system.owasp.Wire.Reply;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * API3:2023. Nobody writes a property that is not theirs to write, by whatever name it is called, and nobody reads one in
 * an answer that was meant for others.
 */
@ExtendWith(OneSite.class)
class Api3BrokenObjectPropertyLevelAuthorizationTest {
    private static final String NAME = "欧文斯卡纳里";
    private static final String PHONE = "13812345678";
    private static final String NOTE = "CANARY-NOTE-OWASP";
    private static final String DESCRIPTION = "CANARY-DESCRIPTION-OWASP";

    private final Site site;

    Api3BrokenObjectPropertyLevelAuthorizationTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\"", "\"_id\":\"aaaaaaaaaaaaaaaaaaaaaaaaaa\"",
            "\"status\":\"CLOSED\"", "\"unit\":\"411082\"", "\"ancestors\":[\"411082\"]", "\"version\":99",
            "\"sequence\":99", "\"reportedBy\":\"operator:411082\"", "\"submittedAt\":\"2001-01-01T00:00:00Z\"",
            "\"dueAt\":\"2001-01-01T00:00:00Z\"", "\"responsible\":{}", "\"round\":7", "\"withdrawn\":true",
            "\"$set\":{\"status\":\"CLOSED\"}", "\"__proto__\":{\"status\":\"CLOSED\"}", "\"constructor\":{}",
            "\"class\":\"java.lang.Runtime\"", "\"@class\":\"java.lang.Runtime\"", "\"@type\":\"x\"", "\"roles\":[]",
            "\"caller\":\"operator:411082\"", "\"Household\":\"x\"", "\"unpublished\":{}"})
    void takesNoPropertyOfANeedThatIsNotTheReportersToSay(String property) {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String good = Site.need(household, "housing");
        String name = property.substring(1, property.indexOf('"', 1));
        Reply reply = site.post(site.member(), "/api/v1/needs", good.replaceFirst("\\{", "{" + quoted(property) + ","));
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.faults()).isEqualTo("/" + name + " unknown-field;");
        assertThat(site.get(site.member(), "/api/v1/needs?household=" + household).json().path("items")).isEmpty();
        Reply twin = site.post(site.member(), "/api/v1/needs", good);
        assertThat(twin.status()).isEqualTo(201);

        String path = "/api/v1/needs/" + twin.json().path("id").asString();
        Reply before = site.get(site.member(), path);
        Reply patched = patch(path, "{\"urgency\":\"MAJOR\"," + property + "}");
        assertThat(patched.status()).as(patched.body()).isEqualTo(400);
        Reply after = site.get(site.member(), path);
        assertThat(after.json().path("urgency")).isEqualTo(before.json().path("urgency"));
        assertThat(after.json().path("reportedBy").asString()).isEqualTo(County.VILLAGE_MEMBER.value());
        assertThat(patch(path, "{\"urgency\":\"MAJOR\"}").status()).isEqualTo(200);
    }

    private static String quoted(String property) {
        return java.util.regex.Matcher.quoteReplacement(property);
    }

    private Reply patch(String path, String json) {
        return Wire.to(site.door(), "PATCH", path).as(site.member()).keyed().header("If-Match", "*").json(json).send();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\":\"x\"}", "{\"revision\":99}", "{\"registeredBy\":\"operator:411082\"}",
            "{\"registeredAt\":\"2001-01-01T00:00:00Z\"}", "{\"erasedAt\":\"2001-01-01T00:00:00Z\"}",
            "{\"ancestors\":[]}",
            "{\"facts\":{\"$inc\":{\"members\":7}}}", "{\"facts\":{\"members\":1e999999999}}",
            "{\"personal\":{\"identityNumberHash\":\"x\"}}",
            "{\"personal\":{\"key\":\"x\"}}", "{\"__proto__\":{\"unit\":\"411082\"}}", "{\"unit\":\"411082\"}",
            "{\"unit\":\"" + Site.FAR_VILLAGE + "\"}", "{\"unit\":null}", "{\"personal\":null}", "[]", "null"})
    void takesNoPropertyOfAHouseholdThatIsNotTheMembersToSay(String patch) {
        String path = "/api/v1/households/" + site.householdOf(site.member(), Site.VILLAGE);
        Reply before = site.get(site.member(), path);
        Reply refused = patch(path, patch);
        assertThat(refused.status()).as(refused.body()).isIn(400, 404, 422);
        assertThat(site.get(site.member(), path).body()).isEqualTo(before.body());
        Reply twin = patch(path, "{\"facts\":{\"members\":3}}");
        assertThat(twin.status()).as(twin.body()).isEqualTo(200);
        assertThat(site.get(site.member(), path).json().path("facts").path("members").asInt()).isEqualTo(3);
    }

    @Test
    void letsNobodySayWhatTheProductReckons() {
        String service = site.service(5);
        String put = "/api/v1/aid-services/" + service + "/capacity";
        for (String property : new String[]{"held", "confirmed", "available", "capacity", "edits", "target"}) {
            Reply reply = Wire.to(site.door(), "PUT", put).as(site.token(Site.CLERK)).header("If-Match", "*")
                    .json("{\"units\":5,\"" + property + "\":100}").send();
            assertThat(reply.status()).as(property + " " + reply.body()).isEqualTo(400);
            assertThat(reply.faults()).isEqualTo("/" + property + " unknown-field;");
        }
        assertThat(site.capacity(service).path("available").asInt()).isEqualTo(5);
        Reply twin = Wire.to(site.door(), "PUT", put).as(site.token(Site.CLERK)).header("If-Match", "*")
                .json("{\"units\":6}").send();
        assertThat(twin.status()).as(twin.body()).isEqualTo(200);
        assertThat(site.capacity(service).path("available").asInt()).isEqualTo(6);

        String office = site.token(Site.OFFICE);
        String draft = "\"unit\":\"" + Site.VILLAGE + "\",\"post\":\"owasp:" + UUID.randomUUID()
                + "\",\"capacity\":\"MEMBER\"";
        for (String property : new String[]{"\"id\":\"mine\"", "\"roles\":[\"operator\"]", "\"absences\":[]",
                "\"by\":\"operator:411082\""}) {
            Reply reply = site.post(office, "/api/v1/appointments", "{" + draft + "," + property + "}");
            assertThat(reply.status()).as(property + " " + reply.body()).isEqualTo(400);
        }
        assertThat(site.post(office, "/api/v1/appointments", "{" + draft + "}").status()).isEqualTo(201);
    }

    @Test
    void decidesByOneValueWhereTwoAreGiven() {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String twice = Site.need(household, "housing").replaceFirst("\\{", "{\"household\":\"" + household + "\",");
        Reply reply = site.post(site.member(), "/api/v1/needs", twice);
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.problem()).isEqualTo("broken-json");
        assertThat(site.post(site.member(), "/api/v1/needs", Site.need(household, "housing")).status()).isEqualTo(201);
    }

    @Test
    void showsEachReaderOnlyWhatIsForThem() {
        String service = site.service(3);
        String household = site.post(site.member(), "/api/v1/households", "{\"unit\":\"" + Site.VILLAGE
                + "-G01\",\"helper\":\"" + County.VILLAGE_MEMBER.value() + "\",\"personal\":{\"name\":\"" + NAME
                + "\",\"phone\":\""
                + PHONE + "\",\"note\":\"" + NOTE
                + "\"},\"facts\":{\"dwellingGrade\":\"D\",\"incomePerHeadFen\":430000,"
                + "\"members\":1,\"disabledMembers\":0,\"insured\":true}}").json().path("id").asString();
        String need = site.post(site.member(), "/api/v1/needs", "{\"household\":\"" + household
                + "\",\"category\":\"housing\",\"basis\":{\"kind\":\"DUTY\"},\"description\":\"" + DESCRIPTION + "\"}")
                .json()
                .path("id").asString();
        site.county.awaitMatch(need, match -> match.path("matched").asBoolean(false));
        site.county.refer(need, County.VILLAGE_LEADER, service);
        String referral = site.county.awaitReferral(need, "requested").path("id").asString();

        String clerk = site.token(Site.CLERK);
        String supervisor = site.token(Site.SUPERVISOR);
        Map<String, String> readers = Map.of(
                "/api/v1/referrals/" + referral, clerk, "/api/v1/referrals?limit=200", clerk,
                "/api/v1/referrals/" + referral + "/timeline", clerk,
                "/api/v1/needs/" + need, supervisor, "/api/v1/needs?limit=200", supervisor,
                "/api/v1/households?limit=200", supervisor, "/api/v1/cases/" + need, supervisor,
                "/api/v1/matches/" + need, supervisor, "/api/v1/needs/" + need + "/timeline", supervisor);
        readers.forEach((path, token) -> {
            Reply reply = site.get(token, path);
            assertThat(reply.status()).as(path + " " + reply.body()).isEqualTo(200);
            assertThat(reply.body()).as(path).doesNotContain(NAME, NAME.substring(1), PHONE, NOTE, DESCRIPTION);
        });
        for (String path : new String[]{"/api/v1/referrals/" + referral, "/api/v1/referrals?limit=200",
                "/api/v1/referrals/" + referral + "/timeline"}) {
            assertThat(site.get(clerk, path).body()).as("a department learns of no household")
                    .doesNotContain(household);
        }
        Reply masked = site.get(site.member(), "/api/v1/households/" + household);
        assertThat(masked.body()).doesNotContain(NAME, PHONE).contains(NAME.substring(0, 1) + "*", "5678", NOTE);
        assertThat(site.get(site.member(), "/api/v1/needs/" + need).body()).contains(DESCRIPTION);
        Reply disclosed = site.post(site.member(), "/api/v1/households/" + household + "/disclosures",
                "{\"purpose\":\"phone-call\",\"fields\":[\"names\",\"phones\"]}");
        assertThat(disclosed.status()).as(disclosed.body()).isEqualTo(200);
        assertThat(disclosed.body()).contains(NAME, PHONE).doesNotContain(NOTE);
    }
}
