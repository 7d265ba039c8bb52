package cn.twonets.intake.households;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.intake.testing.Bodies;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared facts for the service that judges eligibility. */
class FactsTest {
    private static final String PATH = "/internal/facts";
    private static final RunningIntake INTAKE = RunningIntake.shared();
    private static final String NEED = Bodies.submitted(INTAKE.member());
    private final Client service = INTAKE.as("service:resource", "household-facts");

    @Test
    void handsOutWhatIsAskedForAndNoMore() {
        Client.Answer answer = service.post(PATH, """
                {"needs": ["%s", "nosuchneed0", "%s"], "facts": ["dwelling-grade", "special-groups", "members"]}"""
                .formatted(NEED, NEED));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(
                """
                        {"items":[{"need":"%s","facts":{"dwelling-grade":"D","special-groups":["OLD_LIVING_ALONE"],"members":2}}]}"""
                        .formatted(NEED));
    }

    @Test
    void oneHouseholdThatCannotBeOpenedKeepsNoOtherWaiting() {
        String household = Bodies.registered(INTAKE.member());
        String broken = INTAKE.member().post("/api/v1/needs", Bodies.need(household)).text("/id");
        try (MongoClient client = MongoClients.create(INTAKE.storeConnection())) {
            client.getDatabase("intake").getCollection("households")
                    .updateOne(Filters.eq("_id", household), Updates.set("state.facts", "A256GCM:AAAA"));
        }
        double before = unreadable();

        assertThat(service.post(PATH, """
                {"needs": ["%s", "%s"], "facts": ["insured"]}""".formatted(broken, NEED)).body())
                .isEqualTo("{\"items\":[{\"need\":\"%s\",\"facts\":{\"insured\":true}}]}".formatted(NEED));
        assertThat(unreadable()).isEqualTo(before + 1);
        assertThat(INTAKE.reads(household)).as("nothing of it was shown").isEmpty();
    }

    private static double unreadable() {
        return INTAKE.bean(MeterRegistry.class).get("twonets.facts.unreadable").counter().count();
    }

    @Test
    void leavesOutWhatWasNotDeclared() {
        String household = INTAKE.member().post("/api/v1/households", """
                {"unit": "411082110213", "personal": {"name": "样例户"}}""").text("/id");
        String need = INTAKE.member().post("/api/v1/needs", Bodies.need(household)).text("/id");
        assertThat(service.post(PATH, """
                {"needs": ["%s"], "facts": ["insured", "income-per-head-fen", "disabled-members"]}""".formatted(need))
                .body()).isEqualTo("{\"items\":[{\"need\":\"%s\",\"facts\":{}}]}".formatted(need));
    }

    @Test
    void writesDownWhoAskedForWhatAboutWhomAndNoFact() {
        String need = Bodies.submitted(INTAKE.member());
        String household = INTAKE.as(Village.SUPERVISOR, "supervisor").get("/api/v1/needs/" + need).text("/household");
        service.post(PATH, """
                {"needs": ["%s"], "facts": ["income-per-head-fen", "insured"]}""".formatted(need));
        assertThat(INTAKE.reads(household)).singleElement().satisfies(read -> {
            assertThat(read.who()).isEqualTo("service:resource");
            assertThat(read.purpose()).isEqualTo("eligibility");
            assertThat(read.what()).isEqualTo("income-per-head-fen,insured");
        });
    }

    @ParameterizedTest
    @CsvSource({"village-leader:411082110213, grid-leader", "department:housing-bureau, department",
            "assistance-office:411082, assistance-office", "operator:411082, operator"})
    void isForThatServiceAlone(String post, String role) {
        assertThat(INTAKE.as(post, role).post(PATH, """
                {"needs": ["%s"], "facts": ["insured"]}""".formatted(NEED)).problem()).isEqualTo("403 forbidden");
        assertThat(INTAKE.withToken("").post(PATH, "{}").problem()).startsWith("401 token-missing");
    }

    @Test
    void thatServiceMayNothingElse() {
        assertThat(service.get("/api/v1/needs").problem()).isEqualTo("403 forbidden");
        assertThat(service.get("/api/v1/households").problem()).isEqualTo("403 forbidden");
    }

    @Test
    void namesWhatIsWrongWithTheQuestion() {
        assertThat(service.post(PATH, "{\"needs\": [\"%s\"], \"facts\": [\"insured\", \"name\"]}".formatted(NEED))
                .problem()).isEqualTo("422 invalid-content /facts/1 unknown-value");
        String needs = IntStream.range(0, 501).mapToObj("\"need-%04d\""::formatted).collect(Collectors.joining(","));
        assertThat(service.post(PATH, "{\"needs\": [%s], \"facts\": []}".formatted(needs)).problem())
                .isEqualTo("422 invalid-content /needs wrong-number-of-items");
    }
}
