package cn.twonets.system.reconcile;

import static cn.twonets.system.kit.County.VILLAGE_LEADER;
import static cn.twonets.system.kit.County.VILLAGE_MEMBER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.PostId;
import cn.twonets.standalone.TwoNets;
import cn.twonets.standalone.http.Answer;
import cn.twonets.system.kit.County;
import cn.twonets.system.kit.OwnProduct;
import cn.twonets.system.kit.RawCall;
import cn.twonets.system.kit.RunningProduct;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A county's machine dies, and the backup that was taken while people worked is put onto another machine: once with the
 * topics gone, once with topics that know more than the backup. People go on where the backup was, everything agrees, and
 * what was lost comes back when it is sent again.
 */
@OwnProduct
@Order(Integer.MAX_VALUE - 1)
class RestoreTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final PostId OFFICE = new PostId("assistance-office:411082");
    /** From other villages, appointed to this one too: before the backup and dismissed after it, and after the backup. */
    private static final PostId DISMISSED = new PostId("village-member:411082110214");
    private static final PostId LATER = new PostId("village-member:411082110215");
    private static final String LOST_KEY = "the-lost-need";
    private static final String WATER = "样例描述：备份之后";

    @TempDir
    private Path folder;

    private Path died;
    private String household;
    private String closed;
    private String acknowledged;
    private String offered;
    private String lost;
    private String erased;
    private String ended;
    private String later;
    private String told = "";

    private void aCountyDiesSomeTimeAfterItsBackup() throws Exception {
        try (RunningProduct product = RunningProduct.start(folder.resolve("county"))) {
            died = product.data();
            // the second start makes audit chains that speak of the first ones, which no later one does again
            product.kill();
            product.restart();
            peopleWork(new County(product.api()));
            product.kill();
        }
    }

    private void peopleWork(County county) {
        household = county.dangerousHouse();
        closed = county.report(household, "dispute");
        county.awaitCase(closed, "ASSIGNED");
        county.resolve(closed, VILLAGE_LEADER);
        county.confirm(closed, "SOLVED");
        county.awaitNeed(closed, "CLOSED");
        offered = county.report(household, "housing");
        county.awaitMatch(offered, match -> !match.path("candidates").isEmpty());
        county.acknowledge(offered, VILLAGE_LEADER);
        county.refer(offered, VILLAGE_LEADER);
        county.awaitReferral(offered, "requested");
        county.awaitNeed(offered, "REFERRED");
        acknowledged = county.report(household, "dispute");
        county.awaitCase(acknowledged, "ASSIGNED");
        county.acknowledge(acknowledged, VILLAGE_LEADER);

        erased = county.dangerousHouse();
        ended = appoint(county, DISMISSED);
        awaitSees(county, DISMISSED, 200);

        run("backup", "--data", died, "--to", folder.resolve("backup"), "--keys-to", folder.resolve("keys"));

        County.ok(
                county.post(OFFICE, "/api/v1/households/" + erased + "/erasure", Map.of("reason", "household-asked")));
        assertThat(county.get(VILLAGE_MEMBER, "/api/v1/households/" + erased).status()).isEqualTo(404);
        County.ok(county.post(OFFICE, "/api/v1/appointments/" + ended + "/ending", Map.of()));
        awaitSees(county, DISMISSED, 404);
        later = appoint(county, LATER);
        awaitSees(county, LATER, 200);
        lost = report(county).body().path("id").asString();
        county.awaitCase(lost, "ASSIGNED");
        county.resolve(acknowledged, VILLAGE_LEADER);
        county.awaitNeed(acknowledged, "AWAITING_CONFIRMATION");
    }

    private static String appoint(County county, PostId post) {
        return County.ok(county.post(OFFICE, "/api/v1/appointments",
                Map.of("unit", County.VILLAGE, "post", post.value(), "capacity", "MEMBER"))).path("id").asString();
    }

    /** What intake answers a post about a household of the village: it goes by the grid topic. */
    private void awaitSees(County county, PostId post, int status) {
        await(post + " to get " + status).atMost(Duration.ofMinutes(1))
                .until(() -> county.get(post, "/api/v1/households/" + household).status() == status);
    }

    private Answer report(County county) {
        Map<String, Object> need = County.need(household, "dispute", "ORDINARY");
        need.put("description", WATER);
        return county.post(VILLAGE_MEMBER, "/api/v1/needs", need, LOST_KEY);
    }

    private static String run(Object... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = TwoNets.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        int code = line.execute(Stream.of(words).map(Object::toString).toArray(String[]::new));
        assertThat(code).as(out + " " + err).isZero();
        return out.toString();
    }

    private RunningProduct restored(String name, Object... options) throws Exception {
        List<Object> words = new ArrayList<>(List.of("restore", folder.resolve("backup"), "--keys-from",
                folder.resolve("keys"), "--data", folder.resolve(name)));
        words.addAll(List.of(options));
        told = run(words.toArray());
        return RunningProduct.start(folder.resolve(name));
    }

    @Test
    void aRestoredCountyGoesOnFromItsBackupWhateverItsTopicsKnow() throws Exception {
        aCountyDiesSomeTimeAfterItsBackup();
        goesOnWhereTheTopicsAreGone();
        goesOnWhereTheTopicsKnowMore();
    }

    private void goesOnWhereTheTopicsAreGone() throws Exception {
        try (RunningProduct product = restored("without-topics")) {
            County county = new County(product.api());
            peopleSeeTheBackup(county);
            assertThat(county.get(VILLAGE_MEMBER, "/api/v1/households/" + erased).status())
                    .as("nobody told the restore that it was erased").isEqualTo(200);
            awaitSees(county, DISMISSED, 200);
            awaitSees(county, LATER, 404);
            everythingAgrees(product);
            assertThat(lost(product)).isEmpty();
            peopleGoOn(county, product);
            theAuditIsWhole(product);
        }
    }

    private void goesOnWhereTheTopicsKnowMore() throws Exception {
        try (RunningProduct product = restored("with-topics", "--topics", died.resolve("broker"), "--audit",
                died.resolve("audit"))) {
            County county = new County(product.api());
            peopleSeeTheBackup(county);
            assertThat(county.get(VILLAGE_MEMBER, "/api/v1/households/" + erased).status()).isEqualTo(404);
            rightsAreEndedAgain(county, product);
            everythingAgrees(product);
            assertThat(lost(product))
                    .containsEntry("twonets.needs.v1/" + lost, "wholly [cn.twonets.need.submitted.v1]")
                    .containsEntry("twonets.dispatch.v1/" + lost, "wholly [cn.twonets.case.assigned.v1]")
                    .containsEntry("twonets.dispatch.v1/" + acknowledged, "partly [cn.twonets.case.resolved.v1]")
                    .doesNotContainKeys("twonets.needs.v1/" + closed, "twonets.needs.v1/" + offered,
                            "twonets.dispatch.v1/" + offered);
            peopleGoOn(county, product);
            theAuditIsWhole(product);
        }
    }

    /** By the calls that the restore has named, and by the way out that the documents name where there is no such call. */
    private void rightsAreEndedAgain(County county, RunningProduct product) throws Exception {
        awaitSees(county, DISMISSED, 200);
        String ending = "POST /api/v1/appointments/" + ended + "/ending ";
        String line = told.lines().filter(one -> one.strip().startsWith(ending)).findFirst().orElseThrow();
        Map<?, ?> body = JSON.readValue(line.substring(line.indexOf('{'), line.indexOf('}') + 1), Map.class);
        County.ok(county.post(OFFICE, "/api/v1/appointments/" + ended + "/ending", body));
        awaitSees(county, DISMISSED, 404);

        awaitSees(county, LATER, 200);
        assertThat(county.post(OFFICE, "/api/v1/appointments/" + later + "/ending", Map.of()).status())
                .as("only the topic knows it").isEqualTo(404);
        JsonNode shown = county.get(OFFICE, "/api/v1/grid-units/" + County.VILLAGE + "/appointments?limit=100").body()
                .path("items").valueStream().filter(one -> one.path("id").asString().equals(later)).findFirst()
                .orElseThrow();
        Instant from = Instant.parse(shown.path("validFrom").asString());
        String csv = "id,unit,post,capacity,validFrom,validTo\n"
                + String.join(",", later, County.VILLAGE, LATER.value(), "MEMBER", from.toString(),
                        from.plusMillis(1).toString())
                + "\n";
        RawCall.Response imported = RawCall.to(product.ports().gatewayUri(), "/api/v1/grid-imports?mode=apply")
                .bearer(product.token(OFFICE))
                .header("Idempotency-Key", "the-way-out")
                .body("POST", "text/csv", csv.getBytes(StandardCharsets.UTF_8))
                .send();
        assertThat(imported.status()).as("%s", imported.body()).isEqualTo(201);
        awaitSees(county, LATER, 404);
    }

    private void peopleSeeTheBackup(County county) {
        county.awaitNeed(closed, "CLOSED");
        county.awaitNeed(offered, "REFERRED");
        county.awaitReferral(offered, "requested");
        county.awaitNeed(acknowledged, "ACKNOWLEDGED");
        county.awaitCase(acknowledged, "ACKNOWLEDGED");
        assertThat(county.get(VILLAGE_MEMBER, "/api/v1/needs/" + lost).status()).isEqualTo(404);
        assertThat(county.get(VILLAGE_LEADER, "/api/v1/cases/" + lost).status()).isEqualTo(404);
    }

    /** The first look may still find news on its way; nothing may be left after it. */
    private static void everythingAgrees(RunningProduct product) {
        await("everything to agree").atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> {
                    Reconciled healing = Reconciled.of(product, "--heal", "--json");
                    assertThat(healing.code()).as(healing.out()).isZero();
                });
        Reconciled after = Reconciled.of(product, "--json");
        assertThat(after.differences()).as(after.out()).isEmpty();
        assertThat(after.code()).isZero();
        assertThat(after.needs()).endsWith("+ 0");
    }

    /** A chain that has just begun is anchored within seconds; so is what was found of those before the restore. */
    private static void theAuditIsWhole(RunningProduct product) {
        await("the audit to be whole").atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(2))
                .untilAsserted(() -> run("audit", "verify", "--data", product.data(), "--port-base",
                        product.ports().gateway()));
    }

    private static Map<String, String> lost(RunningProduct product) {
        Map<String, String> lost = new TreeMap<>();
        run("lost", "--json", "--data", product.data(), "--port-base", product.ports().gateway()).lines()
                .map(JSON::readTree)
                .forEach(line -> lost.put(line.path("topic").asString() + "/" + line.path("id").asString(),
                        (line.path("wholly").asBoolean() ? "wholly " : "partly ") + types(line)));
        return lost;
    }

    private static List<String> types(JsonNode line) {
        return line.path("lost").values().stream().map(JsonNode::asString).toList();
    }

    /** Acts on what was restored, what was lost sent again, and something new. */
    private void peopleGoOn(County county, RunningProduct product) {
        county.resolve(acknowledged, VILLAGE_LEADER);
        county.confirm(acknowledged, "SOLVED");
        county.awaitNeed(acknowledged, "CLOSED");
        JsonNode referral = county.awaitReferral(offered, "requested");
        County.ok(county.answer(referral, "acceptance", Map.of()));
        county.awaitReferral(offered, "accepted");

        Answer again = report(county);
        assertThat(again.status()).as(again.problem()).isEqualTo(201);
        assertThat(again.body().path("id").asString()).as("the same key makes the same need").isEqualTo(lost);
        county.awaitCase(lost, "ASSIGNED");
        county.resolve(lost, VILLAGE_LEADER);
        county.confirm(lost, "SOLVED");
        county.awaitNeed(lost, "CLOSED");
        everythingAgrees(product);
    }
}
