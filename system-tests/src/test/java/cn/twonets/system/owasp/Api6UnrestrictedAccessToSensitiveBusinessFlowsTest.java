package cn.twonets.system.owasp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.system.kit.County;
import cn.twonets.system.owasp.Wire.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/** API6:2023. Nobody gets more out of a flow by doing it twice, at once, out of order, or as somebody else's share. */
@ExtendWith(OneSite.class)
class Api6UnrestrictedAccessToSensitiveBusinessFlowsTest {
    private static final int AT_ONCE = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Site site;

    Api6UnrestrictedAccessToSensitiveBusinessFlowsTest(Site site) {
        this.site = site;
    }

    @Test
    void makesOneNeedOfTheSameReportSentManyTimesAtOnce() throws Exception {
        String household = site.householdOf(site.member(), Site.VILLAGE);
        String key = "owasp-" + UUID.randomUUID();
        List<Reply> answers = Site.atOnce(AT_ONCE,
                () -> Wire.to(site.door(), "POST", "/api/v1/needs").as(site.member()).header("Idempotency-Key", key)
                        .json(Site.need(household, "dispute")).send());
        assertThat(answers).extracting(Reply::status).containsOnly(200, 201);
        assertThat(answers).filteredOn(one -> one.status() == 201).hasSize(1);
        Set<String> ids = new HashSet<>();
        answers.forEach(one -> ids.add(one.json().path("id").asString()));
        assertThat(ids).hasSize(1);
        assertThat(site.get(site.member(), "/api/v1/needs?household=" + household).json().path("items")).hasSize(1);
    }

    @Test
    void lendsNoKeyToAnotherFlow() {
        String need = site.freshCase();
        String key = "owasp-" + UUID.randomUUID();
        Reply first = act(site.leader(), "/api/v1/cases/" + need + "/acknowledgement", key, "{}");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        Reply again = act(site.leader(), "/api/v1/cases/" + need + "/acknowledgement", key, "{}");
        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        Reply other = act(site.leader(), "/api/v1/cases/" + need + "/resolution", key, "{\"how\":\"mediated\"}");
        assertThat(other.status()).as(other.body()).isEqualTo(422);
        assertThat(other.problem()).isEqualTo("idempotency-key-reused");
    }

    private Reply act(String token, String path, String key, String json) {
        return Wire.to(site.door(), "POST", path).as(token).header("Idempotency-Key", key).json(json).send();
    }

    @Test
    void letsOneOfManyContradictingAnswersCount() throws Exception {
        String service = site.service(3);
        String referral = site.offered(service);
        String path = "/api/v1/referrals/" + referral;
        String clerk = site.token(Site.CLERK);
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE / 2; i++) {
            calls.add(() -> site.post(clerk, path + "/acceptance", "{}"));
            calls.add(() -> site.post(clerk, path + "/refusal", "{\"reason\":\"other\"}"));
        }
        List<Reply> answers = Site.together(calls);
        assertThat(answers).extracting(Reply::status).containsOnly(200, 409);
        long accepted = counted(answers, 0);
        long refused = counted(answers, 1);
        assertThat(accepted).as("acceptances").isLessThanOrEqualTo(1);
        assertThat(refused).as("refusals").isEqualTo(1);
        await("the unit to come back").atMost(PATIENCE).untilAsserted(() -> {
            JsonNode pool = site.capacity(service);
            assertThat(pool.path("available").asInt()).as(pool.toString()).isEqualTo(3);
            assertThat(pool.path("held").asInt() + pool.path("confirmed").asInt()).as(pool.toString()).isZero();
        });
    }

    /** Every second call is the same. */
    private static long counted(List<Reply> answers, int from) {
        long good = 0;
        for (int i = from; i < answers.size(); i += 2) {
            good += answers.get(i).status() == 200 ? 1 : 0;
        }
        return good;
    }

    @Test
    void givesOneUnitHoweverOftenItIsTakenAndDelivered() throws Exception {
        String service = site.service(2);
        String referral = site.offered(service);
        String need = referral.substring(0, referral.lastIndexOf('.'));
        String path = "/api/v1/referrals/" + referral;
        String clerk = site.token(Site.CLERK);
        List<Reply> accepted = Site.atOnce(AT_ONCE, () -> site.post(clerk, path + "/acceptance", "{}"));
        assertThat(accepted).extracting(Reply::status).containsOnly(200, 409);
        assertThat(accepted).filteredOn(one -> one.status() == 200).hasSize(1);
        List<Reply> delivered = Site.atOnce(AT_ONCE,
                () -> site.post(clerk, path + "/delivery", "{\"evidence\":\"owasp-1\"}"));
        assertThat(delivered).extracting(Reply::status).containsOnly(200, 409);
        assertThat(delivered).filteredOn(one -> one.status() == 200).hasSize(1);
        await("the unit to be given").atMost(PATIENCE).untilAsserted(() -> {
            JsonNode pool = site.capacity(service);
            assertThat(pool.path("confirmed").asInt()).as(pool.toString()).isEqualTo(1);
            assertThat(pool.path("held").asInt()).as(pool.toString()).isZero();
            assertThat(pool.path("available").asInt()).as(pool.toString()).isEqualTo(1);
        });
        assertThat(site.post(clerk, path + "/refusal", "{\"reason\":\"other\"}").status()).as("given is given")
                .isEqualTo(409);
        site.county.confirm(need, "SOLVED");
        site.county.awaitCase(need, "CLOSED");
    }

    @Test
    void holdsOneUnitForANeedHoweverOftenItIsReferred() throws Exception {
        String one = site.service(5);
        String other = site.service(5);
        String need = site.county.report(site.county.dangerousHouse(), "housing");
        site.county.awaitMatch(need, match -> match.path("matched").asBoolean(false));
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String service = i % 2 == 0 ? one : other;
            calls.add(() -> site.post(site.leader(), "/api/v1/cases/" + need + "/referrals",
                    "{\"services\":[\"" + service + "\"]}"));
        }
        List<Reply> answers = Site.together(calls);
        assertThat(answers).extracting(Reply::status).isSubsetOf(200, 409, 412);
        assertThat(answers).extracting(Reply::status).contains(200);
        site.county.awaitReferral(need, "requested");
        await("one unit to be held").atMost(PATIENCE).untilAsserted(
                () -> assertThat(site.capacity(one).path("held").asInt() + site.capacity(other).path("held").asInt())
                        .isEqualTo(1));
    }

    @Test
    void skipsNoStep() {
        String service = site.service(2);
        String need = site.county.report(site.county.dangerousHouse(), "housing");
        Reply early = site.post(site.member(), "/api/v1/needs/" + need + "/confirmation", "{\"outcome\":\"SOLVED\"}");
        assertThat(early.status()).as("confirmed before it was resolved " + early.body()).isEqualTo(409);
        String clerk = site.token(Site.CLERK);
        Reply unasked = site.post(clerk, "/api/v1/referrals/" + need + ".1/acceptance", "{}");
        assertThat(unasked.status()).as("accepted before anybody asked " + unasked.body()).isEqualTo(404);
        site.county.awaitMatch(need, match -> match.path("matched").asBoolean(false));
        site.county.refer(need, County.VILLAGE_LEADER, service);
        String referral = site.county.awaitReferral(need, "requested").path("id").asString();
        Reply nextOne = site.post(clerk, "/api/v1/referrals/" + need + ".2/acceptance", "{}");
        assertThat(nextOne.status()).as("the one after this " + nextOne.body()).isIn(404, 409);
        Reply byOther = site.post(site.token(new PostId("department:education-bureau")),
                "/api/v1/referrals/" + referral + "/acceptance", "{}");
        assertThat(byOther.status()).isEqualTo(404);
        Reply byLeader = site.post(site.leader(), "/api/v1/referrals/" + referral + "/acceptance", "{}");
        assertThat(byLeader.status()).isEqualTo(403);
        County.ok(site.county.post(Site.CLERK, "/api/v1/referrals/" + referral + "/acceptance", Map.of()));
        County.ok(
                site.county.post(Site.CLERK, "/api/v1/referrals/" + referral + "/delivery", Map.of("evidence", "a-1")));
        site.county.confirm(need, "SOLVED");
        site.county.awaitCase(need, "CLOSED");
        Reply late = site.post(site.member(), "/api/v1/needs/" + need + "/withdrawal",
                "{\"reason\":\"reported-twice\"}");
        assertThat(late.status()).as("withdrawn after it was closed " + late.body()).isEqualTo(409);
        Reply again = site.post(site.member(), "/api/v1/needs/" + need + "/confirmation",
                "{\"outcome\":\"NOT_SOLVED\"}");
        assertThat(again.status()).as("disputed after it was closed " + again.body()).isEqualTo(409);
    }
}
