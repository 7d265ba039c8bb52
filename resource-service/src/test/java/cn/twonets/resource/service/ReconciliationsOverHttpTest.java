package cn.twonets.resource.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.resource.testing.OneResource;
import cn.twonets.resource.testing.RunningResource;
import cn.twonets.resource.testing.RunningResource.Answer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs as an operator asks for them, while dispatch does not answer. */
@ExtendWith(OneResource.class)
class ReconciliationsOverHttpTest {
    private static final String PATH = "/api/v1/reconciliations/resource";

    private final RunningResource resource;

    ReconciliationsOverHttpTest(RunningResource resource) {
        this.resource = resource;
    }

    private RunningResource.Call as(String role, String method, String path) {
        return resource.as(role + ":411082", role, method, path).header("Accept-Language", "en");
    }

    private Answer ask(String key, String body) {
        return as("operator", "POST", PATH).header("Idempotency-Key", key).json(body).send();
    }

    private Answer ended(String id) {
        await().atMost(Duration.ofSeconds(120)).until(
                () -> as("operator", "GET", PATH + "/" + id).send().text("/status").equals("DONE"));
        return as("operator", "GET", PATH + "/" + id).send();
    }

    @Test
    void beginsOneRunForAKeyHoweverOftenItIsAsked() {
        String key = UUID.randomUUID().toString();

        Answer first = ask(key, "{\"heal\":false}");
        Answer again = ask(key, "{ \"heal\" : false }");
        Answer other = ask(key, "{\"heal\":true}");

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Location")).isEqualTo(PATH + "/" + first.text("/id"));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("/id")).isEqualTo(first.text("/id"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("/type")).isEqualTo("/problems/idempotency-key-reused");
        ended(first.text("/id"));
    }

    @Test
    void namesWhatItCouldNotLookAtAndLooksAtAllElse() {
        String id = ask(UUID.randomUUID().toString(), "{\"heal\":true}").text("/id");

        Answer run = ended(id);

        assertThat(run.json().path("failures")).singleElement().satisfies(failure -> assertThat(failure.asString())
                .startsWith("twonets.dispatch.v1 followed by resource: dispatch does not tell its states"));
        assertThat(run.json().path("clean").asBoolean(true)).isFalse();
        assertThat(run.json().path("walked")).extracting(walked -> walked.path("what").asString())
                .contains("pools", "aid records", "twonets.resolutions.v1 stored", "twonets.aid.v1 records");
        assertThat(run.text("/by")).isEqualTo("operator:411082");
        assertThat(as("operator", "GET", PATH + "/latest").send().status()).isEqualTo(200);
        assertThat(as("operator", "GET", PATH).send().json().path("items"))
                .extracting(item -> item.path("id").asString()).contains(id);
        assertThat(resource.anonymous("GET", "/actuator/prometheus").send().response().body())
                .contains("twonets_reconcile_runs_total{result=\"incomplete\"}", "twonets_reconcile_remaining{kind=",
                        "twonets_reconcile_failures 1.0", "twonets_reconcile_last_ended_seconds ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "k1 | {}                    | 400 | invalid-body",
            "k2 | {\"heal\":\"maybe\"}  | 400 | invalid-body",
            "k3 | {\"heal\":null}       | 400 | invalid-body",
            "k4 | {\"heal\":true,\"x\":1} | 400 | invalid-body",
            "k5 | {\"heal\"             | 400 | broken-json"})
    void refusesWhatItDoesNotUnderstand(String key, String body, int status, String problem) {
        Answer answer = ask(key, body);

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("/type")).isEqualTo("/problems/" + problem);
    }

    @Test
    void refusesARunWithoutAKeyAndKnowsNoneThatNeverWas() {
        assertThat(as("operator", "POST", PATH).json("{\"heal\":true}").send().text("/type"))
                .isEqualTo("/problems/idempotency-key-missing");
        assertThat(as("operator", "GET", PATH + "/never-was").send().status()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"grid-leader", "department", "assistance-office", "supervisor", "service", "household-facts"})
    void isForOperatorsAlone(String role) {
        assertThat(as(role, "POST", PATH).header("Idempotency-Key", "k").json("{\"heal\":true}").send().status())
                .isEqualTo(403);
        assertThat(as(role, "GET", PATH + "/latest").send().status()).isEqualTo(403);
        assertThat(as(role, "GET", PATH).send().status()).isEqualTo(403);
        assertThat(resource.anonymous("GET", PATH + "/latest").send().status()).isEqualTo(401);
    }
}
