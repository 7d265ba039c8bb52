package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.api.testing.StoreCalls;
import cn.twonets.events.AidKind;
import cn.twonets.resource.testing.Cases;
import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What lies outside a caller's scope costs the service the same commands to its store as what does not exist, so that the
 * time of an answer tells nothing either.
 */
@ExtendWith(OneResource.class)
class DeniedLooksAbsentTest {
    private static final String OWNER = "party-service-centre";
    private static final String NEED = "hidden-need-0001";
    private static final String ABSENT = "hidden-need-9999";

    private final RunningResource resource;
    private final StoreCalls calls;

    DeniedLooksAbsentTest(RunningResource resource) {
        this.resource = resource;
        this.calls = resource.bean(StoreCalls.class);
        resource.say(Cases.wanting(Cases.open(NEED, AidKind.VOLUNTEER_POST), 1));
        await().atMost(Duration.ofSeconds(60)).until(
                () -> resource.clerk(OWNER, "GET", "/api/v1/referrals/" + NEED).send().status() == 200);
    }

    /** What was told, without what differs from call to call, and the commands that it took. */
    private record Seen(int status, String told, List<String> commands) {}

    private Seen send(String post, String role, String method, String path, @Nullable String body) {
        List<Answer> answers = new ArrayList<>();
        List<String> commands = calls.of(mark -> {
            RunningResource.Call call = resource.as(post, role, method, "/api/v1" + path)
                    .header(StoreCalls.HEADER, mark)
                    .header("Idempotency-Key", mark);
            if (!method.equals("GET")) {
                call.header("If-Match", "\"1\"");
            }
            answers.add((body == null ? call : call.json(body)).send());
        });
        String told = answers.getFirst().response().body().replaceAll("\"traceId\":\"[^\"]*\"", "").replaceAll(
                NEED + "|" + ABSENT + "|warm-winter-charity|no-such-service|charity-federation|no-such-provider", "id");
        return new Seen(answers.getFirst().status(), told, commands);
    }

    @ParameterizedTest(name = "{2} {3} by {0}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "department:housing-bureau   | department  | GET  | /referrals/NEED                   | -    | 404",
            "department:housing-bureau   | department  | GET  | /referrals/NEED.1/timeline        | -    | 404",
            "department:housing-bureau   | department  | POST | /referrals/NEED.1/acceptance      | -    | 404",
            "department:housing-bureau   | department  | POST | /referrals/NEED.1/refusal         | {\"reason\":\"no-capacity\"} | 404",
            "department:housing-bureau   | department  | POST | /referrals/NEED.1/delivery        | {\"evidence\":\"file:1\"} | 404",
            "department:housing-bureau   | department  | POST | /referral-acceptances             | {\"items\":[{\"id\":\"NEED.1\"}]} | 200",
            "department:nobody-s-bureau  | department  | GET  | /referrals/NEED                   | -    | 404",
            "town-leader:411082101       | grid-leader | GET  | /referrals/NEED                   | -    | 404",
            "town-leader:411082101       | grid-leader | GET  | /referrals/NEED/timeline          | -    | 404",
            "town-leader:411082101       | grid-leader | GET  | /matches/NEED                     | -    | 404",
            "nobody:1                    | grid-member | GET  | /matches/NEED                     | -    | 404",
            "department:housing-bureau   | department  | GET  | /aid-services/SERVICE/capacity    | -    | 404",
            "department:housing-bureau   | department  | PUT  | /aid-services/SERVICE/capacity    | {\"units\":1} | 404",
            "department:nobody-s-bureau  | department  | GET  | /aid-services/SERVICE/capacity    | -    | 404",
            "department:nobody-s-bureau  | department  | GET  | /aid-services/SERVICE             | -    | 404",
            "assistance-office:elsewhere | assistance-office | GET | /aid-services/SERVICE/capacity | -  | 404",
            "assistance-office:elsewhere | assistance-office | GET | /providers/PROVIDER          | -    | 404",
            "assistance-office:elsewhere | assistance-office | GET | /providers/PROVIDER/clerks   | -    | 404"})
    void takesTheSameCommands(String post, String role, String method, String path, @Nullable String body,
            int status) {
        Seen absent = send(post, role, method, named(path, ABSENT, "no-such-service", "no-such-provider"),
                body == null ? null : named(body, ABSENT, "", ""));
        Seen denied = send(post, role, method, named(path, NEED, "warm-winter-charity", "charity-federation"),
                body == null ? null : named(body, NEED, "", ""));

        assertThat(denied.status()).as(denied.told()).isEqualTo(status);
        assertThat(denied).isEqualTo(absent);
    }

    @ParameterizedTest
    @CsvSource({"/referrals/NEED", "/referrals/NEED/timeline", "/matches/NEED"})
    void takesOtherCommandsForWhoeverMaySeeIt(String path) {
        String asked = path.replace("NEED", NEED);
        List<String> denied = send("town-leader:411082101", "grid-leader", "GET", asked, null).commands();
        Seen allowed = send("village-leader:411082100203", "grid-leader", "GET", asked, null);
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(denied).isNotEmpty().isNotEqualTo(allowed.commands());
    }

    private static String named(String text, String need, String service, String provider) {
        return text.replace("NEED", need).replace("SERVICE", service).replace("PROVIDER", provider);
    }
}
