package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.AidKind;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The catalogue and its capacity on the running service. */
@ExtendWith(OneResource.class)
class AidServicesOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PATH = "/api/v1/aid-services";

    private final RunningResource resource;

    AidServicesOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    private Answer publish(String key, String body) {
        return resource.clerk("education-bureau", "POST", PATH).header("Idempotency-Key", key).json(body).send();
    }

    private static String body(String more) {
        return """
                {"name":"夏令营","kinds":["EDUCATION"],"areas":["411082100"],"period":"YEAR","units":1%s}"""
                .formatted(more);
    }

    @Test
    void listsTheStarterCatalogueInPages() {
        Answer first = resource.leader("GET", PATH + "?limit=10").send();
        assertThat(first.json().path("items").size()).isEqualTo(10);
        Answer second = resource.leader("GET", PATH + "?limit=10&cursor=" + first.text("/nextCursor")).send();
        assertThat(second.text("/items/0/id")).isGreaterThan(first.text("/items/9/id"));
        Answer insurance = resource.leader("GET", PATH + "?kind=insurance&provider=medical-security-bureau").send();
        assertThat(insurance.json().path("items").valueStream().map(item -> item.path("id").asString()))
                .containsExactly("medical-relief", "premium-subsidy", "serious-illness-cover");
        assertThat(resource.leader("GET", PATH + "?kind=money").send().text("/errors/0/pointer"))
                .isEqualTo("query:kind");
        Answer one = resource.leader("GET", PATH + "/dangerous-house-rebuild").send();
        assertThat(one.text("/capacityStatus")).isEqualTo("capacity");
        assertThat(one.text("/conditions/0/fact")).isEqualTo("dwelling-grade");
        assertThat(one.header("ETag")).isEqualTo("\"1\"");
        assertThat(resource.leader("GET", PATH + "/no-such-service").send().status()).isEqualTo(404);
    }

    @Test
    void publishesOnceForAKey() {
        Answer created = publish("camp-1", body(",\"conditions\":"
                + "[{\"fact\":\"members\",\"test\":\"AT_LEAST\",\"values\":[\"2\"]}]"));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/provider")).isEqualTo("education-bureau");
        assertThat(created.header("Location")).isEqualTo(PATH + "/" + created.text("/id"));

        Answer again = publish("camp-1", body(",\"conditions\":"
                + "[{\"fact\":\"members\",\"test\":\"AT_LEAST\",\"values\":[\"2\"]}]"));
        assertThat(again.text("/id")).isEqualTo(created.text("/id"));
        assertThat(publish("camp-1", body("")).status()).isEqualTo(422);
        assertThat(resource.clerk("education-bureau", "POST", PATH).json(body("")).send().text("/type"))
                .isEqualTo("/problems/idempotency-key-missing");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(delimiter = '|', value = {
            "{\"name\":\"x\",\"kinds\":[\"MONEY\"],\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":1} | 400 | /kinds/0",
            "{\"name\":\"x\",\"kinds\":[],\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":1} | 422 | /kinds",
            "{\"name\":\"x\",\"kinds\":[\"MEDICAL\"],\"areas\":[\"999999\"],\"period\":\"YEAR\",\"units\":1} | 422 | /areas",
            "{\"name\":\"x\",\"kinds\":[\"MEDICAL\"],\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":-1} | 422 | /units",
            "{\"name\":\" \",\"kinds\":[\"MEDICAL\"],\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":1} | 422 | /name",
            "{\"name\":\"x 13800001111\",\"kinds\":[\"MEDICAL\"],\"areas\":[\"411082\"],\"period\":\"YEAR\",\"units\":1} | 422 | /name",
            "{\"name\":\"x\",\"kinds\":[\"MEDICAL\"],\"areas\":[\"411082\"],\"period\":\"YEAR\"} | 400 | /units"})
    void namesWhatIsWrongWithAPublication(String body, int status, String pointer) {
        Answer answer = publish("wrong", body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', value = {
            "{\"fact\":\"shoe-size\",\"test\":\"AT_LEAST\",\"values\":[\"2\"]} | /conditions/0/fact | unknown-fact",
            "{\"fact\":\"members\",\"test\":\"IS\",\"values\":[\"true\"]} | /conditions/0 | does-not-fit"})
    void namesWhatIsWrongWithACondition(String condition, String pointer, String code) {
        Answer answer = publish("wrong", body(",\"conditions\":[" + condition + "]"));

        assertThat(answer.status()).isEqualTo(422);
        assertThat(answer.text("/errors/0/pointer")).isEqualTo(pointer);
        assertThat(answer.text("/errors/0/code")).isEqualTo(code);
    }

    @Test
    void letsOnlyTheProviderAndTheOfficePublishAndSetCapacity() {
        assertThat(resource.leader("POST", PATH).header("Idempotency-Key", "k").json(body("")).send().status())
                .isEqualTo(403);
        assertThat(publish("other", body(",\"provider\":\"housing-bureau\"")).text("/errors/0/code"))
                .isEqualTo("unknown-provider");
        Answer office = resource.as("assistance-office:411082", "assistance-office", "POST", PATH)
                .header("Idempotency-Key", "office").json(body(",\"provider\":\"charity-federation\"")).send();
        assertThat(office.status()).isEqualTo(201);
        String capacity = PATH + "/warm-winter-charity/capacity";
        assertThat(resource.clerk("housing-bureau", "GET", capacity).send().status()).isEqualTo(404);
        assertThat(resource.clerk("housing-bureau", "PUT", capacity).header("If-Match", "\"1\"")
                .json("{\"units\":1}").send().status()).isEqualTo(404);
        assertThat(resource.clerk("charity-federation", "GET", capacity).send().status()).isEqualTo(200);
        assertThat(resource.leader("GET", capacity).send().status()).isEqualTo(403);
    }

    @Test
    void setsCapacityOnlyOnWhatTheCallerSawAndTellsTheStatus() {
        String id = publish("capacity", body("")).text("/id");
        String capacity = PATH + "/" + id + "/capacity";

        assertThat(resource.clerk("education-bureau", "PUT", capacity).json("{\"units\":0}").send().status())
                .isEqualTo(428);
        Answer seen = resource.clerk("education-bureau", "GET", capacity).send();
        assertThat(seen.json().path("available").asInt()).isEqualTo(1);
        Answer set = resource.clerk("education-bureau", "PUT", capacity)
                .header("If-Match", seen.header("ETag")).json("{\"units\":0}").send();
        assertThat(set.status()).isEqualTo(200);
        assertThat(set.json().path("available").asInt()).isZero();
        assertThat(resource.leader("GET", PATH + "/" + id).send().text("/capacityStatus")).isEqualTo("no-capacity");
        assertThat(resource.clerk("education-bureau", "PUT", capacity)
                .header("If-Match", seen.header("ETag")).json("{\"units\":9}").send().status()).isEqualTo(412);
        assertThat(resource.clerk("education-bureau", "PUT", capacity)
                .header("If-Match", set.header("ETag")).json("{\"units\":1000001}").send().text("/errors/0/pointer"))
                .isEqualTo("/units");
    }

    @Test
    void offersToTheQueueWhenCapacityIsRaised() {
        Answer created = publish("queue", """
                {"name":"夏令营","kinds":["EDUCATION"],"areas":["411082100203-G01"],"period":"YEAR","units":0,\
                "waitlist":true}""");
        String id = created.text("/id");
        resource.say(Cases.wanting(Cases.open("queue-need-0001", AidKind.EDUCATION), 1, id));
        await().atMost(PATIENCE).until(() -> resource.leader("GET", "/api/v1/referrals/queue-need-0001").send()
                .text("/status").equals("received"));
        assertThat(resource.clerk("education-bureau", "GET", "/api/v1/referrals/queue-need-0001").send().status())
                .isEqualTo(404);

        resource.clerk("education-bureau", "PUT", PATH + "/" + id + "/capacity")
                .header("If-Match", "\"1\"").json("{\"units\":1}").send();

        assertThat(resource.clerk("education-bureau", "GET", "/api/v1/referrals/queue-need-0001").send()
                .text("/status")).isEqualTo("requested");
    }

    @Test
    void givesOneUnitToOneOfTwoTakersWhoComeAtOnce() {
        String id = publish("scarce", body(",\"answerDays\":5")).text("/id");
        resource.say(Cases.wanting(Cases.open("taker-need-0001", AidKind.EDUCATION), 1, id));
        resource.say(Cases.wanting(Cases.open("taker-need-0002", AidKind.EDUCATION), 1, id));

        await().atMost(PATIENCE).until(() -> resource.leader("GET", "/api/v1/matches/taker-need-0001").send()
                .status() == 200
                && resource.leader("GET", "/api/v1/matches/taker-need-0002").send().status() == 200);
        Answer capacity = resource.clerk("education-bureau", "GET", PATH + "/" + id + "/capacity").send();
        assertThat(capacity.json().path("available").asInt()).isZero();
        assertThat(capacity.json().path("held").asInt()).isEqualTo(1);
        long offered = java.util.stream.Stream.of("taker-need-0001", "taker-need-0002")
                .filter(need -> resource.clerk("education-bureau", "GET", "/api/v1/referrals/" + need).send()
                        .status() == 200)
                .count();
        assertThat(offered).isEqualTo(1);
        await().atMost(PATIENCE).until(() -> resource.leader("GET", PATH + "/" + id).send()
                .text("/capacityStatus").equals("no-capacity"));
    }
}
