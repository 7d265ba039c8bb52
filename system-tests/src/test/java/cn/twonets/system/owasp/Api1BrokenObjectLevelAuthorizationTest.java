package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.system.kit.County;
import cn.twonets.system.owasp.Wire.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * API1:2023. What {@code AccessTest} proves for ids where they belong, tried where ids have no business: operators of the
 * store in their place, forged cursors, conditions that would tell, other callers' keys, a foreign item among one's own.
 */
@ExtendWith(OneSite.class)
class Api1BrokenObjectLevelAuthorizationTest {
    private final Site site;

    Api1BrokenObjectLevelAuthorizationTest(Site site) {
        this.site = site;
    }

    private String ownNeed() {
        return site.reported(site.member(), site.householdOf(site.member(), Site.VILLAGE), "dispute");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%7B%22$ne%22:null%7D", "%7B%22$gt%22:%22%22%7D", "%7B%22$regex%22:%22.*%22%7D",
            "%7B%22$where%22:%22true%22%7D", ".*", "*", "%2A", "null", "undefined", "true", "0", "-1", "$ne",
            "%24where",
            "a%27%20or%20%271%27=%271", "%22%20or%20%22%22=%22", "%F0%9F%98%80", "%E2%80%AEabcdefgh"})
    void findsNothingByAnOperatorInPlaceOfAnId(String id) {
        for (String path : new String[]{"/api/v1/needs/", "/api/v1/households/", "/api/v1/cases/", "/api/v1/matches/",
                "/api/v1/referrals/", "/api/v1/grid-units/"}) {
            Reply reply = site.get(site.member(), path + id);
            assertThat(reply.status()).as(path + id + " " + reply.body()).isIn(400, 404);
            assertThat(reply.problem()).isIn("not-found", "invalid-request");
        }
        assertThat(site.get(site.member(), "/api/v1/needs/" + ownNeed()).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"household=%7B%22$ne%22:null%7D", "household[$ne]=x", "household%5B%24ne%5D=x",
            "unit=%7B%22$gt%22:%22%22%7D", "unit=.*", "status=%7B%22$ne%22:null%7D", "category[$regex]=.*",
            "$where=1", "filter=%7B%22$or%22:[]%7D", "sort=-household", "fields=personal", "scope=all",
            "ancestors=411082"})
    void showsNothingMoreForAnOperatorInAFilter(String query) {
        String foreign = ownNeed();
        Reply reply = site.get(site.outsider(), "/api/v1/needs?limit=200&" + query);
        assertThat(reply.status()).as(reply.body()).isIn(200, 400);
        assertThat(reply.body()).doesNotContain(foreign, Site.VILLAGE);
        assertThat(site.get(site.member(), "/api/v1/needs?limit=200").body()).contains(foreign);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"$ne\":null}", "{\"$gt\":\"\"}", "[\"ID\"]", "{\"value\":\"ID\"}", "true", "1", "null"})
    void bindsNothingButTextAsAnId(String instead) {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String good = Site.need(household, "dispute");
        String bad = good.replace("\"" + household + "\"", instead.replace("ID", household));
        Reply refused = site.post(site.member(), "/api/v1/needs", bad);
        assertThat(refused.status()).as(refused.body()).isEqualTo(400);
        assertThat(refused.faults()).contains("/household ");
        Reply listed = site.get(site.member(), "/api/v1/needs?household=" + household);
        assertThat(listed.json().path("items")).as("needs that came of it").isEmpty();
        assertThat(site.post(site.member(), "/api/v1/needs", good).status()).isEqualTo(201);
    }

    @Test
    void turnsNoForgedCursorIntoAKey() {
        String foreign = ownNeed();
        ownNeed();
        String cursor = site.get(site.member(), "/api/v1/needs?limit=1").json().path("nextCursor").asString("");
        assertThat(cursor).isNotEmpty();
        assertThat(site.get(site.member(), "/api/v1/needs?limit=200&cursor=" + cursor).body()).contains(foreign);
        for (String forged : new String[]{cursor, base64("~~~~"), base64("{\"$gt\":\"\"}"), base64("\u001f"),
                base64(""),
                "%00", "....", base64("9999-12-31T00:00:00Z\u001fzzzzzzzz")}) {
            for (String list : new String[]{"/api/v1/needs", "/api/v1/households", "/api/v1/cases"}) {
                Reply reply = site.get(site.outsider(), list + "?limit=200&cursor=" + forged);
                assertThat(reply.status()).as(list + " " + forged + " " + reply.body()).isIn(200, 400);
                assertThat(reply.body()).doesNotContain(foreign, Site.VILLAGE);
            }
        }
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void tellsNothingThroughConditions() {
        String need = ownNeed();
        String path = "/api/v1/needs/" + need;
        String absent = UUID.randomUUID().toString().replace("-", "").substring(0, 26);
        Reply read = site.get(site.member(), path);
        String tag = read.header("ETag");
        assertThat(tag).isNotEmpty();
        assertThat(Wire.get(site.door(), path).as(site.member()).header("If-None-Match", tag).send().status())
                .isEqualTo(304);
        for (String condition : new String[]{tag, "*", "W/" + tag}) {
            Reply there = Wire.get(site.door(), path).as(site.outsider()).header("If-None-Match", condition).send();
            Reply none = Wire.get(site.door(), "/api/v1/needs/" + absent).as(site.outsider())
                    .header("If-None-Match", condition).send();
            assertThat(there.status()).as(condition).isEqualTo(404);
            assertThat(there.seen(need)).isEqualTo(none.seen(absent));
            Reply change = Wire.to(site.door(), "PATCH", path).as(site.outsider()).header("If-Match", condition)
                    .json("{\"urgency\":\"MAJOR\"}").send();
            assertThat(change.status()).as("If-Match: " + condition + " " + change.body()).isIn(400, 404);
        }
        assertThat(Wire.to(site.door(), "HEAD", path).as(site.member()).send().status()).isEqualTo(200);
        Reply head = Wire.to(site.door(), "HEAD", path).as(site.outsider()).send();
        assertThat(head.status()).isEqualTo(404);
        assertThat(head.header("ETag")).isEmpty();
    }

    @Test
    void refusesTheForeignItemAmongOnesOwn() {
        String own = site.freshCase();
        String foreign = site.reported(site.outsider(), site.householdOf(site.outsider(), Site.FAR_VILLAGE), "dispute");
        String office = site.token(Site.OFFICE);
        org.awaitility.Awaitility.await().atMost(java.time.Duration.ofSeconds(60))
                .until(() -> site.get(office, "/api/v1/cases/" + foreign).status() == 200);
        String absent = UUID.randomUUID().toString().replace("-", "").substring(0, 26);
        Reply reply = site.post(site.leader(), "/api/v1/case-acknowledgements",
                "{\"items\":[{\"id\":\"" + foreign + "\"},{\"id\":\"" + own + "\"},{\"id\":\"" + absent + "\"}]}");
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        JsonNode items = reply.json().path("items");
        assertThat(items.get(1).path("result").asString()).isEqualTo("DONE");
        assertThat(items.get(0).path("result").asString()).isEqualTo("REJECTED");
        assertThat(items.get(0).toString().replace(foreign, "ID")).isEqualTo(items.get(2).toString()
                .replace(absent, "ID"));
        assertThat(site.get(office, "/api/v1/cases/" + foreign).json().path("status").asString())
                .isEqualTo("ASSIGNED");
        assertThat(site.get(site.token(County.VILLAGE_LEADER), "/api/v1/cases/" + own).json().path("status").asString())
                .isEqualTo("ACKNOWLEDGED");
    }

    @Test
    void keepsTheKeysOfCallersApart() {
        String key = "owasp-" + UUID.randomUUID();
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String far = site.householdOf(site.outsider(), Site.FAR_VILLAGE);
        Reply mine = Wire.to(site.door(), "POST", "/api/v1/needs").as(site.member()).header("Idempotency-Key", key)
                .json(Site.need(household, "dispute")).send();
        Reply theirs = Wire.to(site.door(), "POST", "/api/v1/needs").as(site.outsider()).header("Idempotency-Key", key)
                .json(Site.need(household, "dispute")).send();
        Reply theirOwn = Wire.to(site.door(), "POST", "/api/v1/needs").as(site.outsider())
                .header("Idempotency-Key", key).json(Site.need(far, "dispute")).send();
        assertThat(mine.status()).as(mine.body()).isEqualTo(201);
        assertThat(theirs.status()).as("the very same call of somebody else " + theirs.body()).isEqualTo(422);
        assertThat(theirs.faults()).contains("/household ");
        assertThat(theirOwn.status()).as(theirOwn.body()).isEqualTo(201);
        assertThat(theirOwn.json().path("id").asString()).isNotEqualTo(mine.json().path("id").asString());
    }
}
