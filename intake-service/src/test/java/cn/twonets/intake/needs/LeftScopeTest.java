package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What an old key shows of a need that has left its caller's scope: nothing, as {@code GET} does. */
class LeftScopeTest {
    private static final RunningIntake INTAKE = RunningIntake.shared();
    private static final String PATH = "/api/v1/needs";
    private static final String POST = "village-member:who-moves";
    private static final Client MOVES = INTAKE.as(POST, "grid-member");
    private static final String KEY = UUID.randomUUID().toString();
    private static final String ITEM = UUID.randomUUID().toString();
    private static final String REFUSED = "422 need-not-acceptable /household unknown-household";
    private static String household;
    private static String need;

    /** Appointed here, reports two needs here, and is then appointed there instead. */
    @BeforeAll
    static void moves() {
        INTAKE.tell(Village.appointment(POST, Village.HERE, 1, null));
        household = Bodies.registered(INTAKE.member());
        await().until(() -> MOVES.get("/api/v1/households/" + household).status() == 200);
        need = MOVES.post(PATH, Bodies.need(household), KEY).text("/id");
        assertThat(batch(household).at("/items/0/result").asString()).isEqualTo("CREATED");
        assertThat(MOVES.post(PATH, Bodies.need(household), KEY).text("/id")).isEqualTo(need);

        INTAKE.tell(Village.appointment(POST, Village.HERE, 2, Instant.parse("2026-03-01T00:00:00Z")));
        INTAKE.tell(Village.appointment(POST, Village.THERE, 1, null));
        await().until(() -> MOVES.get("/api/v1/households/" + household).status() == 404
                && MOVES.post("/api/v1/households", Bodies.with(Bodies.HOUSEHOLD, Village.GROUP, Village.THERE))
                        .status() == 201);
    }

    @Test
    void anOldKeyIsAnsweredLikeANewOne() {
        assertThat(MOVES.get(PATH + "/" + need).problem()).isEqualTo("404 not-found");
        Client.Answer old = MOVES.post(PATH, Bodies.need(household), KEY);
        assertThat(old.problem()).isEqualTo(MOVES.post(PATH, Bodies.need(household)).problem()).isEqualTo(REFUSED);
        assertThat(old.body()).doesNotContain(need);
        assertThat(MOVES.post(PATH, Bodies.with(Bodies.need(household), "MAJOR", "ORDINARY"), KEY).problem())
                .as("not even that it was used for something else").isEqualTo(REFUSED);
    }

    @Test
    void anOldKeyForAHouseholdWithinTheScopeTellsNothingEither() {
        String other = MOVES.post("/api/v1/households", Bodies.with(Bodies.HOUSEHOLD, Village.GROUP, Village.THERE))
                .text("/id");
        assertThat(MOVES.post(PATH, Bodies.need(other), KEY).problem()).isEqualTo(REFUSED);
        assertThat(MOVES.post(PATH, Bodies.need(other)).status()).isEqualTo(201);
    }

    @Test
    void anOldItemIsAnsweredLikeANewOne() {
        assertThat(batch(household).at("/items/0/result").asString()).isEqualTo("REJECTED");
        assertThat(batch(household).at("/items/0/problem/errors/0/code").asString()).isEqualTo("unknown-household");
    }

    @Test
    void whoStayedFindsWhatTheyReported() {
        String key = UUID.randomUUID().toString();
        Client.Answer first = INTAKE.member().post(PATH, Bodies.need(household), key);
        assertThat(INTAKE.member().post(PATH, Bodies.need(household), key).text("/id")).isEqualTo(first.text("/id"));
    }

    private static JsonNode batch(String household) {
        return MOVES.post("/api/v1/need-batches", """
                {"items": [{"id": "%s", "household": "%s", "category": "housing", "basis": {"kind": "DUTY"}}]}"""
                .formatted(ITEM, household)).json();
    }
}
