package cn.twonets.standalone.up;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.standalone.place.Exit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StandaloneJourneyTests {
    @TempDir
    Path parent;

    private final JsonMapper json = new JsonMapper();

    @Test
    void tellsTheStoryAndKeepsItAcrossAKill() throws Exception {
        Path folder = parent.resolve("data");
        int base = RunningProduct.freeBase();
        String need;
        try (RunningProduct product = RunningProduct.start(folder, base).awaitReady()) {
            for (String service : List.of("intake", "dispatch", "resource")) {
                assertThat(product.said()).containsSubsequence("the store is up", "the " + service + " service is up");
            }
            RunningProduct.Told story = product.run("story", "--json");
            assertThat(story.code()).as(story.out() + story.err() + product.said()).isEqualTo(Exit.DONE.code());
            List<JsonNode> lines = story.out().lines().map(json::readTree).toList();
            assertThat(lines.getLast().path("ok").asBoolean(false)).isTrue();
            assertThat(lines.stream().map(line -> line.path("type").asString("")).collect(Collectors.toList()))
                    .containsSubsequence(
                            "cn.twonets.need.submitted.v1",
                            "cn.twonets.case.assigned.v1",
                            "cn.twonets.case.escalated.v1",
                            "cn.twonets.case.escalated.v1",
                            "cn.twonets.case.acknowledged.v1",
                            "cn.twonets.case.referral-wanted.v1",
                            "cn.twonets.referral.offered.v1",
                            "cn.twonets.referral.accepted.v1",
                            "cn.twonets.referral.delivered.v1",
                            "cn.twonets.case.resolved.v1",
                            "cn.twonets.need.outcome-confirmed.v1",
                            "cn.twonets.case.closed.v1");
            need = lines.getLast().path("need").asString("");

            RunningProduct second = RunningProduct.start(folder, RunningProduct.freeBase());
            assertThat(second.exitCode()).isEqualTo(Exit.CANNOT_START.code());
            assertThat(second.said()).contains("is in use").doesNotContain("\tat ");

            String household = json.readTree(get(product, "/api/v1/needs/" + need)).path("household").asString("");
            Path file = Files.writeString(parent.resolve("needs.csv"), "household,category,basis.kind\n"
                    + IntStream.range(0, 20).mapToObj(i -> household + ",housing,DUTY\n").collect(Collectors.joining())
                    + "nobody-there,housing,DUTY\n");
            RunningProduct.Told submitted = product
                    .run("submit", file.toString(), "--as", "village-member:411082110213", "--json");
            assertThat(submitted.code()).as(submitted.out()).isEqualTo(Exit.FAILED.code());
            assertThat(submitted.err()).contains("21 lines: 20 created 1 rejected");
            product.kill();
        }
        try (RunningProduct again = RunningProduct.start(folder, base).awaitReady()) {
            assertThat(json.readTree(get(again, "/api/v1/needs/" + need)).path("status").asString(""))
                    .isEqualTo("CLOSED");
            RunningProduct.Told submitted = again.run("submit", parent.resolve("needs.csv").toString(), "--as",
                    "village-member:411082110213", "--json");
            assertThat(submitted.err()).contains("21 lines: 20 duplicate 1 rejected");
            movesTimeOnSampleDataOnly(again);
            again.stop();
            assertThat(again.said()).contains("Stopped; the data stays");
        }
    }

    private void movesTimeOnSampleDataOnly(RunningProduct product) throws Exception {
        assertThat(product.run("clock", "advance", "1h", "--json").code()).isEqualTo(Exit.DONE.code());

        String household = "{\"unit\":\"411082110213-G01\",\"personal\":{\"name\":\"样例户九\"}}";
        HttpResponse<String> registered = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.base() + "/api/v1/households"))
                        .header("Authorization", "Bearer " + token(product))
                        .header("Idempotency-Key", "not-made-up-by-the-product")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(household))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(registered.statusCode()).as(registered.body()).isEqualTo(201);
        RunningProduct.Told refused = product.run("clock", "advance", "1h");
        assertThat(refused.code()).isEqualTo(Exit.NOT_ALLOWED.code());
        assertThat(refused.err()).contains("sample data only");
        assertThat(product.run("clock", "advance", "1h", "--all-samples").code()).isEqualTo(Exit.DONE.code());

        Path bad = Files.writeString(parent.resolve("bad.csv"),
                "id,unit,post,capacity\nextra-1,411082110213,village-member:411082110213.99,CHIEF\n");
        RunningProduct.Told preview = product.run("import-grid", bad.toString(), "--preview");
        assertThat(preview.code()).as(preview.err()).isEqualTo(Exit.FAILED.code());
        assertThat(preview.out()).contains("line 2 column 4 capacity");
        Path good = Files.writeString(parent.resolve("good.csv"),
                "id,unit,post,capacity\nextra-1,411082110213,village-member:411082110213.99,MEMBER\n");
        RunningProduct.Told applied = product.run("import-grid", good.toString(), "--apply");
        assertThat(applied.code()).as(applied.err()).isEqualTo(Exit.DONE.code());
        assertThat(applied.out()).contains("appointments added   1");
        assertThat(product.run("clock", "advance", "1h", "--all-samples").code()).isEqualTo(Exit.NOT_ALLOWED.code());
    }

    private static String get(RunningProduct product, String path) throws Exception {
        HttpResponse<String> answer = HttpClient.newHttpClient().send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + product.base() + path))
                        .header("Authorization", "Bearer " + token(product))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private static String token(RunningProduct product) {
        return product.run("token", "--as", "village-member:411082110213").out().strip();
    }
}
