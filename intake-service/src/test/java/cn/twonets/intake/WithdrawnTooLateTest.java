package cn.twonets.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import cn.twonets.events.CaseStatus;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.Client;
import cn.twonets.intake.testing.RunningIntake;
import cn.twonets.intake.testing.Village;
import org.junit.jupiter.api.Test;

/** A need taken back when the aid had been given already: delivered overrides the withdrawal. */
class WithdrawnTooLateTest {
    private final RunningIntake intake = RunningIntake.shared();

    @Test
    void letsTheVillageAnswerForWhatWasDeliveredNevertheless() {
        Client member = intake.member();
        String household = member.post("/api/v1/households", """
                {"unit": "%s", "helper": "village-member:411082110213",
                 "personal": {"name": "李某测试", "phone": "13800005679"}, "facts": {"dwellingGrade": "D"}}"""
                .formatted(Village.GROUP)).text("/id");
        String need = member.post("/api/v1/needs", """
                {"household": "%s", "category": "housing", "urgency": "MAJOR", "basis": {"kind": "DUTY"}}"""
                .formatted(household)).text("/id");
        String path = "/api/v1/needs/" + need;
        Cases cases = new Cases(intake.wire(), need, household, Village.GROUP);

        cases.publish(1, CaseStatus.REFERRED, 1, Village.LEADER, null);
        await().until(() -> member.get(path).text("/status").equals("REFERRED"));
        Client.Answer withdrawn = member.post(path + "/withdrawal", "{\"reason\": \"no-longer-wanted\"}");
        assertThat(withdrawn.text("/status")).as(withdrawn.body()).isEqualTo("WITHDRAWN");
        cases.publish(2, CaseStatus.CANCELLING, 1, Village.LEADER, null);
        cases.publish(3, CaseStatus.AWAITING_CONFIRMATION, 1, Village.LEADER, "department:housing-bureau");
        await().until(() -> member.get(path).text("/status").equals("AWAITING_CONFIRMATION"));

        assertThat(member.post(path + "/confirmation", "{\"outcome\": \"SOLVED\"}").status()).isEqualTo(200);
    }
}
