package cn.twonets.intake.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.audit.file.WhoSaw;
import cn.twonets.delivery.Cause;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.events.Topic;
import cn.twonets.intake.households.HouseholdRegister;
import cn.twonets.intake.privacy.EnvelopeSafe;
import cn.twonets.intake.privacy.Erasure;
import cn.twonets.intake.privacy.mongo.StoredKeys;
import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Erasure on the running service. */
class ErasureTest {
    private static final String NUMBER = "410111197512300035";
    private final RunningIntake intake = RunningIntake.shared();
    private final Client member = intake.member();
    private final Client office = intake.as(Village.OFFICE, "assistance-office");

    @Test
    void leavesStatisticsOnly() throws IOException {
        String body = Bodies.with(Bodies.HOUSEHOLD, "\"phone\"", "\"identityNumber\": \"" + NUMBER + "\", \"phone\"");
        String key = UUID.randomUUID().toString();
        String household = member.post("/api/v1/households", body, key).text("/id");
        String needKey = UUID.randomUUID().toString();
        String need = member.post("/api/v1/needs", Bodies.need(household), needKey).text("/id");
        Document before = stored("households", household);
        Document needBefore = stored("needs", need);
        String sealedKey = stored("household_keys", household).getString("key");
        close(need, household);

        Client.Answer erased = erase(household, "household-asked");
        assertThat(erased.status()).as(erased.body()).isEqualTo(200);
        assertThat(erased.json().path("filesRewritten").asBoolean()).isTrue();
        assertThat(WhoSaw.of(household, List.of(intake.folder().resolve("audit")))).as("a restore repeats such acts")
                .extracting(WhoSaw.Sighting::purpose).contains("POST /api/v1/households/{id}/erasure");

        // nobody finds it, and nothing about it opens
        assertThat(member.get("/api/v1/households/" + household).problem()).isEqualTo("404 not-found");
        assertThat(office.get("/api/v1/households/" + household).problem()).isEqualTo("404 not-found");
        assertThat(member.get("/api/v1/households?limit=200").body()).doesNotContain(household);
        assertThat(member.patch("/api/v1/households/" + household, "{\"helper\": null}", "\"1\"").problem())
                .isEqualTo("404 not-found");
        assertThat(office.post("/api/v1/households/" + household + "/exports", "").problem())
                .isEqualTo("404 not-found");
        assertThat(member.post("/api/v1/households/" + household + "/disclosures", """
                {"purpose": "home-visit", "fields": ["names"]}""").problem()).isEqualTo("404 not-found");
        assertThat(intake.as("service:resource", "household-facts").post("/internal/facts", """
                {"needs": ["%s"], "facts": ["insured"]}""".formatted(need)).body()).isEqualTo("{\"items\":[]}");
        assertThat(member.post("/api/v1/needs", Bodies.need(household)).problem())
                .isEqualTo("422 need-not-acceptable /household unknown-household");

        // what is left: that there was one, where, and what became of its needs
        Client.Answer left = member.get("/api/v1/needs/" + need);
        assertThat(left.text("/category")).isEqualTo("housing");
        assertThat(left.text("/status")).isEqualTo("CLOSED");
        assertThat(left.json().has("description")).isFalse();
        Document state = stored("households", household).get("state", Document.class);
        assertThat(state).containsKeys("unit", "registeredAt", "registeredBy")
                .doesNotContainKeys("personal", "facts", "helper");
        assertThat(state.getList("identityMarks", String.class)).isEmpty();
        String everything = everything();
        assertThat(everything).doesNotContain(sealedKey)
                .doesNotContain(before.get("state", Document.class).getString("personal"))
                .doesNotContain(before.get("state", Document.class).getString("facts"))
                .doesNotContain(before.get("state", Document.class).getList("identityMarks", String.class).getFirst())
                .doesNotContain(needBefore.get("state", Document.class).getString("description"));
        assertThat(stored("household_keys", household)).containsKey("erased")
                .doesNotContainKeys("key", "unfinished", "inFiles");

        // the others hear that it has no helper any more
        await().until(() -> intake.wire().read(Topic.HOUSEHOLDS, household).size() == 2);
        assertThat(intake.wire().read(Topic.HOUSEHOLDS, household).getLast().value()).doesNotContain("helper");

        // the same again finds the same; the requests that made it find nothing, and the people may be entered again
        assertThat(erase(household, "purpose-ended").json()).isEqualTo(erased.json());
        assertThat(member.post("/api/v1/households", body, key).problem()).contains("idempotency-key-reused");
        assertThat(member.post("/api/v1/needs", Bodies.need(household), needKey).status()).isEqualTo(422);
        assertThat(member.post("/api/v1/households", body).status()).isEqualTo(201);
    }

    @Test
    void waitsForOpenNeeds() {
        String household = Bodies.registered(member);
        String need = member.post("/api/v1/needs", Bodies.need(household)).text("/id");
        assertThat(erase(household, "household-asked").problem()).isEqualTo("409 household-has-open-needs");
        assertThat(member.get("/api/v1/households/" + household).status()).isEqualTo(200);
        close(need, household);
        assertThat(erase(household, "household-asked").status()).isEqualTo(200);
    }

    @Test
    void finishesWhatWasInterrupted() {
        String household = Bodies.registered(member);
        HouseholdId id = new HouseholdId(household);
        Instant longAgo = Instant.parse("2026-01-01T00:00:00Z");
        intake.bean(EnvelopeSafe.class)
                .erase(id, new Erasure(longAgo, new PostId(Village.OFFICE), "household-asked"));
        assertThat(member.get("/api/v1/households/" + household).problem()).as("the key decides")
                .isEqualTo("404 not-found");
        assertThat(intake.bean(StoredKeys.class).unfinished(Instant.parse("2026-01-02T00:00:00Z"))).isEqualTo(1);
        intake.bean(ErasureDesk.class).finish();
        assertThat(intake.bean(ErasureDesk.class).unfinished()).isZero();
        assertThat(intake.withToken("").get("/actuator/prometheus").body())
                .contains("twonets_intake_erasures_unfinished 0.0");
        assertThat(intake.bean(StoredKeys.class).unfinished(Instant.parse("2026-01-02T00:00:00Z"))).isZero();
        assertThat(stored("households", household).get("state", Document.class)).doesNotContainKey("personal");
        assertThat(erase(household, "purpose-ended").text("/reason")).isEqualTo("household-asked");
        intake.bean(HouseholdRegister.class).forget(id, new PostId(Village.OFFICE), new Cause("c-1", null));
        assertThat(stored("households", household).get("state", Document.class)).doesNotContainKey("personal");
    }

    @ParameterizedTest
    @CsvSource({"village-leader:411082110213, grid-leader, 403 role-missing",
            "supervisor:411082, supervisor, 403 role-missing", "operator:411082, operator, 403 role-missing",
            "village-leader:411082110214, assistance-office, 404 not-found"})
    void isForTheAssistanceOfficeOfThatPlace(String post, String role, String problem) {
        String household = Bodies.registered(member);
        assertThat(intake.as(post, role).post("/api/v1/households/" + household + "/erasure", """
                {"reason": "household-asked"}""").problem()).isEqualTo(problem);
        assertThat(member.get("/api/v1/households/" + household).status()).isEqualTo(200);
    }

    @Test
    void anErasedHouseholdOfAnotherPlaceIsUnknownToo() {
        String household = Bodies.registered(member);
        assertThat(erase(household, "registered-in-error").status()).isEqualTo(200);
        assertThat(intake.as(Village.OTHER_LEADER, "assistance-office")
                .post("/api/v1/households/" + household + "/erasure", "{\"reason\": \"household-asked\"}")
                .problem()).isEqualTo("404 not-found");
        assertThat(erase(household, "because").problem()).isEqualTo("422 invalid-content /reason unknown-value");
        assertThat(erase("nosuchhousehold", "household-asked").problem()).isEqualTo("404 not-found");
    }

    private Client.Answer erase(String household, String reason) {
        return office.post("/api/v1/households/" + household + "/erasure", "{\"reason\": \"" + reason + "\"}");
    }

    private void close(String need, String household) {
        new Cases(intake.wire(), need, household, Village.GROUP).publish(7, CaseStatus.CLOSED, 1, null, null);
        await().until(() -> member.get("/api/v1/needs/" + need).text("/status").equals("CLOSED"));
    }

    private Document stored(String collection, String id) {
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            return client.getDatabase("intake").getCollection(collection).find(Filters.eq("_id", id)).first();
        }
    }

    private String everything() {
        StringBuilder all = new StringBuilder();
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            for (String name : List.of("households", "needs", "household_keys", "households_history",
                    "needs_history")) {
                client.getDatabase("intake").getCollection(name).find()
                        .forEach(document -> all.append(document.toJson()).append('\n'));
            }
        }
        return all.toString();
    }
}
