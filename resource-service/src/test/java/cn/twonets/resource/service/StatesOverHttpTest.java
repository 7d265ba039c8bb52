package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.AidEvent;
import cn.twonets.events.AidKind;
import cn.twonets.events.AidState;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.StructuredEvent;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What the aid side tells the other services that it owns. */
@ExtendWith(OneResource.class)
class StatesOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String AID = "?topic=twonets.resolutions.v1";

    private final RunningResource resource;
    private final EventCodec<AidEvent, AidState> codec = new EventCodec<>(EventFamily.AID);

    StatesOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    private Answer ask(String path) {
        return resource.as("dispatch-service", "service", "GET", "/internal/states" + path).send();
    }

    private Event<AidEvent, AidState> event(JsonNode item) {
        StructuredEvent event = StructuredEvent.read(item);
        return codec.decode(event.partitionkey(), event.headers(), event.value());
    }

    @Test
    void tellsEveryAidRecordPageByPageAndEachOfThemAlone() {
        List<String> needs = List.of("state-need-0001", "state-need-0002", "state-need-0003");
        needs.forEach(need -> resource.say(Cases.wanting(Cases.open(need, AidKind.VOLUNTEER_POST), 1)));
        needs.forEach(need -> await().atMost(PATIENCE).untilAsserted(
                () -> assertThat(event(ask("/" + need + AID).json()).state().referral()).isNotNull()));

        List<String> walked = new ArrayList<>();
        JsonNode page = ask(AID + "&limit=2").json();
        assertThat(page.path("topicEnds")).hasSize(6);
        while (true) {
            page.path("items").forEach(item -> walked.add(event(item).state().need().value()));
            if (!page.has("next")) {
                break;
            }
            page = ask(AID + "&limit=2&after=" + page.path("next").asString("")).json();
            assertThat(page.has("topicEnds")).isFalse();
        }
        assertThat(walked).containsAll(needs).isSorted().doesNotHaveDuplicates();
        assertThat(ask("?topic=twonets.aid.v1&limit=500").json().path("items")).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
            "/nobody-knows-it?topic=twonets.resolutions.v1, 404, not-found",
            "?topic=twonets.needs.v1, 400, invalid-request",
            "?topic=nonsense, 400, invalid-request",
            "'', 400, invalid-request",
            "?topic=twonets.resolutions.v1&limit=501, 400, invalid-request",
            "?topic=twonets.resolutions.v1&limit=0, 400, invalid-request",
            "?topic=twonets.resolutions.v1&limit=many, 400, invalid-request"})
    void refusesWhatItCannotAnswer(String path, int status, String problem) {
        Answer answer = ask(path);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/type")).isEqualTo("/problems/" + problem);
    }

    @ParameterizedTest
    @CsvSource({"resource-service, household-facts", "operator:411082, operator", "village-leader:1, grid-leader"})
    void tellsNobodyButServices(String post, String role) {
        for (String path : new String[]{"", "/state-need-0001"}) {
            assertThat(resource.as(post, role, "GET", "/internal/states" + path + AID).send().status()).isEqualTo(403);
            assertThat(resource.anonymous("GET", "/internal/states" + path + AID).send().status()).isEqualTo(401);
        }
    }
}
