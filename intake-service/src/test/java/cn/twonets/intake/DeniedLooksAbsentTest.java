package cn.twonets.intake;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.api.testing.StoreCalls;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What lies outside a caller's scope costs the service the same commands to its store as what does not exist, so that the
 * time of an answer tells nothing either.
 */
class DeniedLooksAbsentTest {
    private static final RunningIntake INTAKE = RunningIntake.shared();
    private static final StoreCalls CALLS = INTAKE.bean(StoreCalls.class);
    private static final String HOUSEHOLD = Bodies.registered(INTAKE.member());
    private static final String NEED = INTAKE.member().post("/api/v1/needs", Bodies.need(HOUSEHOLD)).text("/id");
    private static final String ABSENT = "a".repeat(26);

    /** The answer's problem, and the commands that it took. */
    private record Seen(String problem, List<String> commands) {}

    private static Seen send(Client client, String method, String path, String body) {
        List<String> problem = new ArrayList<>();
        List<String> commands = CALLS.of(mark -> {
            Client.Answer answer = client.send(method, path, body, StoreCalls.HEADER, mark, "If-Match", "\"1\"",
                    "Idempotency-Key", mark);
            problem.add(answer.status() < 300 ? answer.body() : answer.problem());
        });
        return new Seen(problem.getFirst(), commands);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "GET   | /needs/NEED                        | -                                   | 404 not-found",
            "GET   | /needs/NEED/timeline               | -                                   | 404 not-found",
            "PATCH | /needs/NEED                        | {\"urgency\":\"MAJOR\"}             | 404 not-found",
            "POST  | /needs/NEED/withdrawal             | {\"reason\":\"no-longer-wanted\"}   | 404 not-found",
            "POST  | /needs/NEED/confirmation           | {\"outcome\":\"SOLVED\"}            | 404 not-found",
            "GET   | /needs?household=HOUSEHOLD         | -                                   | {\"items\":[]}",
            "GET   | /households/HOUSEHOLD              | -                                   | 404 not-found",
            "PATCH | /households/HOUSEHOLD              | {\"facts\":{\"dwellingGrade\":\"C\"}} | 404 not-found",
            "POST  | /households/HOUSEHOLD/disclosures  | {\"purpose\":\"home-visit\",\"fields\":[\"names\"]} | 404 not-found"})
    void takesTheSameCommands(String method, String path, String body, String told) {
        Client stranger = INTAKE.otherLeader();
        String route = "/api/v1" + path;
        Seen absent = send(stranger, method, named(route, ABSENT, ABSENT), body);
        Seen denied = send(stranger, method, named(route, NEED, HOUSEHOLD), body);

        assertThat(denied.problem()).isEqualTo(told);
        assertThat(denied).isEqualTo(absent);
        assertThat(denied.commands()).isNotEmpty();
        if (method.equals("GET")) {
            assertThat(send(INTAKE.leader(), method, named(route, NEED, HOUSEHOLD), body).commands())
                    .as("whoever may see it").isNotEqualTo(absent.commands());
        }
    }

    @Test
    void takesTheSameCommandsWhereABodyNamesAHousehold() {
        Client stranger = INTAKE.otherLeader();
        for (String path : List.of("/api/v1/needs", "/api/v1/need-batches")) {
            Seen absent = send(stranger, "POST", path, body(path, ABSENT));
            Seen denied = send(stranger, "POST", path, body(path, HOUSEHOLD));
            assertThat(denied.problem()).isEqualTo(absent.problem()).contains("unknown-household");
            assertThat(denied.commands()).isEqualTo(absent.commands()).isNotEmpty();
        }
    }

    private static String body(String path, String household) {
        String need = Bodies.need(household);
        return path.endsWith("batches")
                ? "{\"items\":[" + Bodies.with(need, "{\"household\"", "{\"id\":\"one\",\"household\"") + "]}"
                : need;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', nullValues = "-", value = {
            "/households/HOUSEHOLD/exports | -",
            "/households/HOUSEHOLD/erasure | {\"reason\":\"household-asked\"}"})
    void takesTheSameCommandsForAnOfficeThatWasNeverAppointed(String path, String body) {
        Client nobody = INTAKE.as("assistance-office:elsewhere", "assistance-office");
        Seen absent = send(nobody, "POST", named("/api/v1" + path, ABSENT, ABSENT), body);
        Seen denied = send(nobody, "POST", named("/api/v1" + path, NEED, HOUSEHOLD), body);
        assertThat(denied.problem()).isEqualTo("404 not-found");
        assertThat(denied).isEqualTo(absent);
        assertThat(INTAKE.as(Village.OFFICE, "assistance-office").get("/api/v1/households/" + HOUSEHOLD).status())
                .isEqualTo(200);
    }

    private static String named(String route, String need, String household) {
        return route.replace("NEED", need).replace("HOUSEHOLD", household);
    }
}
