package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.AidKind;
import cn.twonets.events.CaseState;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import cn.twonets.resource.testing.StubRegister;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scope, refusals, repeats and bulk acts on the running service. */
@ExtendWith(OneResource.class)
class ReferralsOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CLERK = "party-service-centre";

    private final RunningResource resource;

    ReferralsOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    /** A need whose referral has been offered to the clerk; returns the referral's id. */
    private String offered(String need) {
        resource.say(Cases.wanting(Cases.open(need, AidKind.VOLUNTEER_POST), 1));
        await().atMost(PATIENCE).until(
                () -> resource.clerk(CLERK, "GET", "/api/v1/referrals/" + need).send().status() == 200);
        return need + ".1";
    }

    private Answer act(String id, String verb, String body) {
        return resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/" + verb).json(body).send();
    }

    @Test
    void hidesReferralsFromOtherProvidersAndShowsThemToTheirOwn() {
        String id = offered("scope-need-0001");

        for (String path : new String[]{"", "/timeline"}) {
            assertThat(resource.clerk("housing-bureau", "GET", "/api/v1/referrals/" + id + path).send().status())
                    .isEqualTo(404);
            assertThat(resource.clerk(CLERK, "GET", "/api/v1/referrals/" + id + path).send().status()).isEqualTo(200);
        }
        Answer other = resource.clerk("housing-bureau", "POST", "/api/v1/referrals/" + id + "/acceptance").send();
        Answer none = resource.clerk("housing-bureau", "POST", "/api/v1/referrals/scope-need-9999.1/acceptance").send();
        assertThat(other.status()).isEqualTo(404);
        assertThat(other.text("/detail")).isEqualTo(none.text("/detail"));
        assertThat(resource.clerk("nobody-s-bureau", "GET", "/api/v1/referrals").send().status()).isEqualTo(404);
        assertThat(resource.clerk("housing-bureau", "GET", "/api/v1/referrals?provider=" + CLERK).send().status())
                .isEqualTo(404);
    }

    @Test
    void showsMatchesAndReferralsToTheGridWithinItsScopeOnly() {
        String id = offered("scope-need-0002");

        for (String path : new String[]{"/api/v1/matches/scope-need-0002", "/api/v1/referrals/" + id,
                "/api/v1/referrals/scope-need-0002/timeline"}) {
            assertThat(resource.leader("GET", path).send().status()).as(path).isEqualTo(200);
            assertThat(resource.as("town-leader:411082101", "grid-leader", "GET", path).send().status()).as(path)
                    .isEqualTo(404);
            assertThat(resource.as("nobody:1", "grid-member", "GET", path).send().status()).as(path).isEqualTo(404);
            assertThat(resource.as("assistance-office:411082", "assistance-office", "GET", path).send().status())
                    .as(path).isEqualTo(200);
            assertThat(resource.as("operator:411082", "operator", "GET", path).send().status()).as(path)
                    .isEqualTo(403);
            assertThat(resource.anonymous("GET", path).send().status()).as(path).isEqualTo(401);
        }
        assertThat(resource.clerk(CLERK, "GET", "/api/v1/matches/scope-need-0002").send().status()).isEqualTo(403);
        assertThat(resource.leader("POST", "/api/v1/referrals/" + id + "/acceptance").send().status()).isEqualTo(403);
    }

    @ParameterizedTest(name = "{0} {1}: {2} {3} {4}")
    @CsvSource(delimiter = '|', value = {
            "refusal  | {\"reason\":\"because\"}            | 422 | invalid-referral-act | /reason",
            "refusal  | {\"reason\":[]}                     | 400 | invalid-body         | /reason",
            "refusal  | {}                                  | 400 | invalid-body         | /reason",
            "refusal  | {\"reason\":\"other\",\"note\":\"x\"} | 400 | invalid-body         | /note",
            "refusal  | {\"reason\":                        | 400 | broken-json          | ''",
            "delivery | {\"evidence\":\"free text here\"}   | 422 | invalid-referral-act | /evidence",
            "delivery | {\"evidence\":\"13800005678\"}      | 422 | invalid-referral-act | /evidence",
            "delivery | {\"evidence\":\"41082319491001002X\"} | 422 | invalid-referral-act | /evidence",
            "delivery | {\"evidence\":\"\"}                 | 422 | invalid-referral-act | /evidence"})
    void namesWhatIsWrongWithAnAct(String verb, String body, int status, String problem, String pointer) {
        String id = offered("fault-need-0001");

        Answer answer = act(id, verb, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.text("/type")).isEqualTo("/problems/" + problem);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/traceId")).isNotEmpty();
        assertThat(resource.clerk(CLERK, "GET", "/api/v1/referrals/" + id).send().text("/status"))
                .isEqualTo("requested");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "fault-need-0001", "fault-need-0001.0", "fault-need-0001.x", "..1", "need.need.1"})
    void doesNotKnowReferralsThatCannotBe(String id) {
        assertThat(resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/acceptance").send().status())
                .isEqualTo(404);
    }

    @Test
    void tellsWhyAnActIsNotPossibleInTheCallersLanguage() {
        String id = offered("state-need-0001");
        act(id, "refusal", "{\"reason\":\"no-capacity\"}");

        Answer chinese = act(id, "delivery", "{\"evidence\":\"file:1\"}");
        assertThat(chinese.status()).isEqualTo(409);
        assertThat(chinese.text("/type")).isEqualTo("/problems/referral-act-not-allowed");
        assertThat(chinese.text("/detail")).contains("rejected").contains("转介");
        Answer english = resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/delivery")
                .header("Accept-Language", "en").json("{\"evidence\":\"file:1\"}").send();
        assertThat(english.text("/detail")).isEqualTo("The referral is rejected.");
        Answer late = act("state-need-0001.7", "delivery", "{\"evidence\":\"file:1\"}");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("/type")).isEqualTo("/problems/referral-not-current");
    }

    @Test
    void answersARepeatedActWithTheSameAndRefusesItsKeyForAnother() {
        String id = offered("repeat-need-0001");

        for (int i = 0; i < 2; i++) {
            Answer answer = resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/delivery")
                    .header("Idempotency-Key", "delivery-1").json("{\"evidence\":\"file:1\"}").send();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text("/status")).isEqualTo("completed");
            assertThat(answer.header("ETag")).isEqualTo("\"3\"");
        }
        Answer other = resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/delivery")
                .header("Idempotency-Key", "delivery-1").json("{\"evidence\":\"file:2\"}").send();
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/type")).isEqualTo("/problems/idempotency-key-reused");
    }

    @Test
    void refusesAnActOnAnOlderState() {
        String id = offered("stale-need-0001");

        Answer stale = resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/acceptance")
                .header("If-Match", "\"1\"").send();
        assertThat(stale.status()).isEqualTo(412);
        Answer fresh = resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/acceptance")
                .header("If-Match", "\"2\"").header("Idempotency-Key", "accept-1").send();
        assertThat(fresh.status()).isEqualTo(200);
        Answer repeated = resource.clerk(CLERK, "POST", "/api/v1/referrals/" + id + "/acceptance")
                .header("If-Match", "\"2\"").header("Idempotency-Key", "accept-1").send();
        assertThat(repeated.status()).isEqualTo(200);
    }

    @Test
    void answersBulkActsItemByItem() {
        String first = offered("bulk-need-0001");
        String second = offered("bulk-need-0002");

        Answer accepted = resource.clerk(CLERK, "POST", "/api/v1/referral-acceptances").json("""
                {"items":[{"id":"%1$s"},{"id":"%2$s"},{"id":"bulk-need-9999.1"},{"id":[]},{"wrong":1},{"id":"%1$s"}]}"""
                .formatted(first, second)).send();
        assertThat(accepted.status()).isEqualTo(200);
        assertThat(accepted.json().path("items").valueStream().map(item -> item.path("result").asString()))
                .containsExactly("DONE", "DONE", "REJECTED", "REJECTED", "REJECTED", "REJECTED");
        assertThat(accepted.text("/items/2/problem/type")).isEqualTo("/problems/not-found");
        assertThat(accepted.text("/items/3/problem/errors/0/pointer")).isEqualTo("/id");
        assertThat(accepted.text("/items/5/problem/errors/0/code")).isEqualTo("named-twice");

        for (int i = 0; i < 2; i++) {
            Answer delivered = resource.clerk(CLERK, "POST", "/api/v1/referral-deliveries")
                    .header("Idempotency-Key", "bulk-1").json("""
                            {"items":[{"id":"%s","evidence":"file:1"},{"id":"%s","evidence":"no good"}]}"""
                            .formatted(first, second))
                    .send();
            assertThat(delivered.text("/items/0/value/status")).isEqualTo("completed");
            assertThat(delivered.text("/items/1/problem/errors/0/code")).isEqualTo("not-a-reference");
        }
        assertThat(resource.clerk(CLERK, "POST", "/api/v1/referral-acceptances").json("{\"items\":[]}").send().status())
                .isEqualTo(422);
    }

    @Test
    void refusesParametersThatMakeNoSense() {
        assertThat(resource.clerk(CLERK, "GET", "/api/v1/referrals?status=new").send().text("/errors/0/pointer"))
                .isEqualTo("query:status");
        assertThat(resource.clerk(CLERK, "GET", "/api/v1/referrals?cursor=x").send().text("/errors/0/pointer"))
                .isEqualTo("query:cursor");
        assertThat(resource.as("supervisor:411082", "supervisor", "GET", "/api/v1/referrals").send()
                .text("/errors/0/pointer")).isEqualTo("query:provider");
        assertThat(resource.as("supervisor:411082", "supervisor", "GET", "/api/v1/referrals?provider=" + CLERK).send()
                .status()).isEqualTo(200);
    }

    @Test
    void waitsForFactsAndGoesOnWhenTheyCanBeHad() {
        resource.register.mood = StubRegister.Mood.FAILS;
        try {
            CaseState wanting = Cases.wanting(Cases.open("facts-need-0001", AidKind.HOUSING), 1, "house-repair");
            resource.say(wanting);
            Answer waiting = await().atMost(PATIENCE).until(
                    () -> resource.leader("GET", "/api/v1/matches/facts-need-0001").send(),
                    answer -> answer.status() == 200);
            assertThat(waiting.json().path("awaitingFacts").asBoolean()).isTrue();
            assertThat(waiting.json().path("matched").asBoolean()).isFalse();
        } finally {
            resource.register.mood = StubRegister.Mood.ANSWERS;
        }
        await().atMost(PATIENCE).until(() -> resource.clerk("housing-bureau", "GET",
                "/api/v1/referrals/facts-need-0001").send().text("/status").equals("requested"));
    }
}
