package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.dispatch.casework.ActAnswer.Why;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.PostCapacity;
import cn.twonets.events.PostId;
import cn.twonets.grid.GridDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhoMayActTest {
    private final GridDirectory grid = new CountyGrid()
            .appoint("village-deputy:" + CountyGrid.VILLAGE, CountyGrid.VILLAGE, PostCapacity.DEPUTY)
            .appoint("village-acting:" + CountyGrid.VILLAGE, CountyGrid.VILLAGE, PostCapacity.ACTING)
            .directory();

    @ParameterizedTest
    @CsvSource({
            "village-leader:411082100201, DONE", "village-deputy:411082100201, DONE",
            "village-acting:411082100201, DONE", "area-leader:411082100-A01, DONE", "town-leader:411082100, DONE",
            "city-leader:411082, DONE",
            "village-member:411082100201, NOT_RESPONSIBLE", "group-member:411082100201-G01, NOT_RESPONSIBLE",
            "village-leader:411082100202, UNKNOWN_CASE", "area-leader:411082100-A02, UNKNOWN_CASE",
            "town-leader:411082101, UNKNOWN_CASE", "nobody-at-all, UNKNOWN_CASE"})
    void actsOnACaseOfTheVillage(String post, String expected) {
        Desk desk = new Desk(grid).submitted();
        ActAnswer answer = desk.does(post, new CaseAct.Acknowledge());
        assertThat(answer instanceof ActAnswer.Refused refused ? refused.why().name() : "DONE").isEqualTo(expected);
        assertThat(desk.status()).isEqualTo(expected.equals("DONE") ? CaseStatus.ACKNOWLEDGED : CaseStatus.ASSIGNED);
        assertThat(desk.acted).containsExactly("ACKNOWLEDGE " + expected);
    }

    @Test
    void asksForTheScopeAgainWhereItDecides() {
        Desk desk = new Desk(grid).submitted();
        Standing stranger = Standing.of(new PostId("town-leader:411082101"), grid, desk.clock.instant());
        assertThat(new ActDecider(desk.setting(), stranger, new CaseAct.Acknowledge()).decide(desk.theCase()).answer())
                .isEqualTo(new ActAnswer.Refused(Why.UNKNOWN_CASE, null));
    }

    @Test
    void theResponsiblePostMayActThoughItHoldsNothingAnyMore() {
        Desk desk = new Desk(grid).submitted();
        Standing former = new Standing(new PostId("village-leader:" + CountyGrid.VILLAGE),
                desk.desk.standing(new PostId("city-leader:" + CountyGrid.CITY)).sees(), java.util.Set.of(),
                java.util.Set.of());
        assertThat(new ActDecider(desk.setting(), former, new CaseAct.Acknowledge()).decide(desk.theCase()).answer())
                .isInstanceOf(ActAnswer.Done.class);
    }

    @Test
    void anOfficeOfTheCountyHasSightAndNoPower() {
        Desk desk = new Desk(grid).submitted();
        Standing office = desk.desk.standing(new PostId("assistance-office:411082"));
        assertThat(desk.desk.find(Desk.NEED, office)).isPresent();
        assertThat(new ActDecider(desk.setting(), office, new CaseAct.Acknowledge()).decide(desk.theCase()).answer())
                .isEqualTo(new ActAnswer.Refused(Why.NOT_RESPONSIBLE, CaseStatus.ASSIGNED));
    }
}
