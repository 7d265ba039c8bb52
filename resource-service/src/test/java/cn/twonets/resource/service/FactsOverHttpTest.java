package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.audit.file.WhoSaw;
import cn.twonets.events.AidKind;
import cn.twonets.events.HouseholdId;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is told which declared facts decided a match, and that it is written down. */
@ExtendWith(OneResource.class)
class FactsOverHttpTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String LEADER = "village-leader:411082100203";
    private static final String OFFICE = "assistance-office:411082";
    private static final String SUPERVISOR = "supervisor:411082";

    private final RunningResource resource;

    FactsOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    private String matched(HouseholdId household) {
        String need = "facts-" + UUID.randomUUID();
        resource.say(Cases.of(household, Cases.open(need, AidKind.HOUSING)));
        await().atMost(PATIENCE).until(() -> match(SUPERVISOR, "supervisor", need).text("/candidates/0/service"),
                "dangerous-house-rebuild"::equals);
        return need;
    }

    private Answer match(String post, String role, String need) {
        return resource.as(post, role, "GET", "/api/v1/matches/" + need).send();
    }

    private static List<WhoSaw.Sighting> sightings(HouseholdId household) throws IOException {
        return WhoSaw.of(household.value(), List.of(Path.of(System.getProperty("twonets.audit.folder"))));
    }

    @Test
    void namesFactsToThoseWhoMayReadThemAndWritesItDown() throws IOException {
        HouseholdId household = new HouseholdId("household-" + UUID.randomUUID());
        String need = matched(household);
        assertThat(sightings(household)).isEmpty();

        Answer leader = match(LEADER, "grid-leader", need);
        Answer office = match(OFFICE, "assistance-office", need);

        assertThat(leader.text("/candidates/0/reasons/2")).isEqualTo("fact:dwelling-grade");
        assertThat(office.response().body()).isEqualTo(leader.response().body());
        assertThat(sightings(household)).extracting(WhoSaw.Sighting::who).containsExactly(LEADER, OFFICE);
        assertThat(sightings(household)).allSatisfy(one -> {
            assertThat(one.how()).isEqualTo("read");
            assertThat(one.purpose()).isEqualTo("casework");
            assertThat(one.what()).contains("dwelling-grade");
        });
    }

    @Test
    void namesNoneToOthersNorOnTimelinesNorToOtherServices() throws IOException {
        HouseholdId household = new HouseholdId("household-" + UUID.randomUUID());
        String need = matched(household);

        Answer supervisor = match(SUPERVISOR, "supervisor", need);
        Answer timeline = resource.leader("GET", "/api/v1/referrals/" + need + "/timeline").send();
        Answer state = resource.as("dispatch-service", "service", "GET",
                "/internal/states/" + need + "?topic=twonets.resolutions.v1").send();

        assertThat(supervisor.text("/candidates/0/reasons/2")).isEqualTo("declared-facts");
        assertThat(timeline.text("/items/0/happened/candidates/0/reasons/2")).isEqualTo("declared-facts");
        for (Answer answer : List.of(supervisor, timeline, state)) {
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.response().body()).contains("declared-facts").doesNotContain("fact:", "unknown:");
        }
        assertThat(sightings(household)).isEmpty();
    }
}
