package cn.twonets.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.CaseStatus;
import cn.twonets.events.Topic;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One need through the village's side of its life, as those who live it see it. */
class NeedThreadTest {
    private final RunningIntake intake = RunningIntake.shared();

    @Test
    void aNeedIsReportedFollowedAndConfirmed() {
        Client member = intake.member();

        Client.Answer household = member.post("/api/v1/households", """
                {"unit": "411082110213-G05", "helper": "village-member:411082110213",
                 "personal": {"name": "张某测试", "phone": "13800005678"}, "facts": {"dwellingGrade": "D"}}""");
        assertThat(household.status()).as(household.body()).isEqualTo(201);
        String householdId = household.text("/id");
        assertThat(household.header("Location")).isEqualTo("/api/v1/households/" + householdId);
        assertThat(household.text("/personal/name")).isEqualTo("张*");

        Client.Answer submitted = member.post("/api/v1/needs", """
                {"household": "%s", "category": "housing", "urgency": "MAJOR", "basis": {"kind": "DUTY"},
                 "description": "房屋危险"}""".formatted(householdId));
        assertThat(submitted.status()).as(submitted.body()).isEqualTo(201);
        String need = submitted.text("/id");
        assertThat(submitted.header("ETag")).isEqualTo("\"1\"");
        assertThat(submitted.text("/status")).isEqualTo("SUBMITTED");
        await().until(() -> intake.wire().read(Topic.NEEDS, need).size() == 1);
        assertThat(intake.wire().read(Topic.NEEDS, need).getFirst().headers())
                .containsEntry("ce_type", "cn.twonets.need.submitted.v1")
                .containsEntry("ce_id", "/twonets/intake/" + need + "/0.1")
                .containsEntry("ce_gridcode", Village.GROUP);

        Cases cases = new Cases(intake.wire(), need, householdId, Village.GROUP);
        cases.publish(1, CaseStatus.ASSIGNED, 1, Village.LEADER, null);
        await().until(() -> member.get("/api/v1/needs/" + need).text("/status").equals("ASSIGNED"));
        Client.Answer assigned = member.get("/api/v1/needs/" + need);
        assertThat(assigned.text("/responsible/post")).isEqualTo(Village.LEADER);
        assertThat(assigned.text("/description")).isEqualTo("房屋危险");
        assertThat(assigned.header("ETag")).as("projections never disturb it").isEqualTo("\"1\"");

        cases.publish(2, CaseStatus.AWAITING_CONFIRMATION, 1, Village.LEADER, Village.LEADER);
        await().until(
                () -> member.get("/api/v1/needs/" + need).text("/status").equals("AWAITING_CONFIRMATION"));
        Client.Answer confirmed = member.post("/api/v1/needs/" + need + "/confirmation", """
                {"outcome": "SOLVED", "round": 1}""");
        assertThat(confirmed.status()).as(confirmed.body()).isEqualTo(200);
        assertThat(confirmed.header("ETag")).isEqualTo("\"2\"");
        await().until(() -> intake.wire().read(Topic.NEEDS, need).size() == 2);
        assertThat(intake.wire().read(Topic.NEEDS, need).getLast().headers())
                .containsEntry("ce_type", "cn.twonets.need.outcome-confirmed.v1");

        cases.publish(3, CaseStatus.CLOSED, 1, null, null);
        await().until(() -> member.get("/api/v1/needs/" + need).text("/status").equals("CLOSED"));

        Client.Answer timeline = member.get("/api/v1/needs/" + need + "/timeline");
        assertThat(timeline.json().path("items").findValuesAsString("type"))
                .isEqualTo(List.of("cn.twonets.need.submitted.v1", "cn.twonets.need.outcome-confirmed.v1"));
    }
}
