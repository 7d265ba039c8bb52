package cn.twonets.intake.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.Topic;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import cn.twonets.intake.testing.Wire;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Plants canaries in every private field and in wrong places, and looks for them everywhere but in intake's answers. */
@ExtendWith(OutputCaptureExtension.class)
class CanaryTest {
    private static final List<String> CANARIES = List.of("金丝雀CANARY", "410226198009239702", "13987654321",
            "98765432101");
    private static final String HOUSEHOLD = """
            {"unit": "411082110213-G05",
             "personal": {"name": "金丝雀CANARY", "identityNumber": "410226198009239702", "phone": "13987654321",
                          "members": [{"name": "金丝雀CANARY二", "relation": "CHILD"}], "note": "金丝雀CANARY住危房"},
             "facts": {"incomePerHeadFen": 98765432101, "specialGroups": ["SERIOUS_ILLNESS"]}}""";
    private final RunningIntake intake = RunningIntake.shared();
    private final Client member = intake.member();

    @Test
    void noCanaryLeavesIntake(CapturedOutput output) {
        List<String> heard = new ArrayList<>();
        String household = member.post("/api/v1/households", HOUSEHOLD).text("/id");
        assertThat(household).isNotEmpty();
        String need = submit(household).text("/id");
        String path = "/api/v1/needs/" + need;

        // what is read within the scope is masked; the description alone is shown in full
        Client.Answer read = member.get("/api/v1/households/" + household);
        assertThat(read.status()).isEqualTo(200);
        assertThat(read.body()).doesNotContain("金丝雀CANARY二", "410226198009239702", "13987654321")
                .contains("金*", "410***********9702", "139****4321");
        assertThat(member.get(path).text("/description")).isEqualTo("金丝雀CANARY说");
        assertThat(submit(household).body()).as("not said back").doesNotContain("金丝雀");
        assertThat(member.get("/api/v1/needs?household=" + household).body()).contains(need).doesNotContain("金丝雀");
        assertThat(intake.as(Village.SUPERVISOR, "supervisor").get(path).body()).contains(need)
                .doesNotContain("金丝雀");

        // out of scope, and in every kind of refusal
        Client other = intake.otherLeader();
        heard.add(other.get("/api/v1/households/" + household).body());
        heard.add(other.get(path).body());
        heard.add(other.get(path + "/timeline").body());
        heard.add(other.get("/api/v1/needs?household=" + household).body());
        heard.add(other.post("/api/v1/households", HOUSEHOLD).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD).body());
        // a field that is not known is named to whoever sent it, but in no log
        assertThat(member.post("/api/v1/households", HOUSEHOLD.replace("\"phone\"", "\"金丝雀CANARY\"")).problem())
                .isEqualTo("400 invalid-body /personal/金丝雀CANARY unknown-field");
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("411082110213-G05", "金丝雀CANARY")).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("CHILD", "金丝雀CANARY")).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("98765432101", "\"金丝雀CANARY\"")).body());
        heard.add(member.post("/api/v1/households", HOUSEHOLD.replace("\"facts\"", "金丝雀CANARY")).body());
        heard.add(member.post("/api/v1/needs", "{\"household\": \"金丝雀CANARY\"}").body());
        heard.add(member.post("/api/v1/need-batches", "{\"items\": [{\"id\": \"金丝雀CANARY\"}]}").body());
        heard.add(member.patch(path, "{\"urgency\": \"金丝雀CANARY\"}", "\"1\"").body());
        heard.add(member.post(path + "/withdrawal", "{\"reason\": \"金丝雀CANARY\"}").body());
        for (String answer : heard) {
            assertThat(answer).doesNotContain(CANARIES);
        }

        // edits, and the end of it
        assertThat(member.patch(path, "{\"description\": \"金丝雀CANARY改\"}", "\"1\"").status()).isEqualTo(200);
        assertThat(member.patch("/api/v1/households/" + household, "{\"personal\": {\"note\": \"金丝雀CANARY改\"}}",
                "\"1\"").status()).isEqualTo(200);
        assertThat(member.post(path + "/withdrawal", "{\"reason\": \"reported-in-error\"}").status()).isEqualTo(200);
        await().until(() -> intake.wire().read(Topic.NEEDS, need).size() == 3);
        await().until(() -> intake.wire().read(Topic.HOUSEHOLDS, household).size() == 1);
        assertThat(Stream.of(Topic.values()).flatMap(topic -> intake.wire().read(topic.topicName()).stream())
                .map(Wire.Record::everything)).isNotEmpty()
                .allSatisfy(record -> assertThat(record).doesNotContain(CANARIES).doesNotContain("SERIOUS_ILLNESS"));

        assertThat(stored()).contains(household, need).doesNotContain(CANARIES).doesNotContain("SERIOUS_ILLNESS");
        assertThat(intake.withToken("").get("/actuator/prometheus").body()).doesNotContain(CANARIES)
                .contains("twonets_");
        assertThat(output.getAll()).doesNotContain(CANARIES);
    }

    @Test
    void theSearchFindsALeakPlantedInEachKindOfSink(CapturedOutput output) {
        String key = "planted-" + UUID.randomUUID();
        String planted = "PLANTED" + key;
        intake.wire().publishRaw(Topic.RESOLUTIONS, key, planted);
        assertThat(intake.wire().read(Topic.RESOLUTIONS, key)).extracting(Wire.Record::everything)
                .anyMatch(record -> record.contains(planted));
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            client.getDatabase("intake").getCollection("planted").insertOne(new Document("leak", List.of(planted)));
            assertThat(stored()).contains(planted);
            client.getDatabase("intake").getCollection("planted").drop();
        }
        org.slf4j.LoggerFactory.getLogger(CanaryTest.class).info(planted);
        assertThat(output.getAll()).contains(planted);
    }

    private Client.Answer submit(String household) {
        return member.post("/api/v1/needs", """
                {"household": "%s", "category": "housing", "basis": {"kind": "DUTY"}, "description": "金丝雀CANARY说"}"""
                .formatted(household));
    }

    /** Every document of intake's database, as a client of the store sees it. */
    private String stored() {
        StringBuilder all = new StringBuilder();
        try (MongoClient client = MongoClients.create(intake.storeConnection())) {
            for (String name : client.getDatabase("intake").listCollectionNames()) {
                client.getDatabase("intake").getCollection(name).find()
                        .forEach(document -> all.append(document.toJson()).append('\n'));
            }
        }
        return all.toString();
    }
}
