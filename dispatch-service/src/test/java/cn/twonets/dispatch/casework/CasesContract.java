package cn.twonets.dispatch.casework;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Act;
import cn.twonets.dispatch.casework.Inbox.Due;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.FinalAnswer;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What everybody may rely on who keeps cases, whatever keeps them. */
abstract class CasesContract {
    private static final GridCode CITY = new GridCode(CountyGrid.CITY);
    private static final GridCode VILLAGE = new GridCode(CountyGrid.VILLAGE);
    private static final GridCode OTHER_VILLAGE = new GridCode(CountyGrid.OTHER_VILLAGE);
    private static final PostId VILLAGE_LEADER = new PostId("village-leader:" + CountyGrid.VILLAGE);

    private Desk desk;

    /** A desk on cases that are empty. */
    abstract Desk newDesk();

    @BeforeEach
    void open() {
        desk = newDesk();
    }

    private void submit(String unit, String id, Urgency urgency) {
        desk.village(Needs.in(unit, id, "housing", urgency));
    }

    private List<String> list(Inbox inbox) {
        return desk.cases.list(inbox, null, 100).stream().map(one -> one.id().value()).toList();
    }

    private Inbox inbox(Set<GridCode> sees) {
        return new Inbox(sees, null, null, null, Due.ANY, false, null, desk.clock.instant());
    }

    private Inbox due(Due due) {
        return new Inbox(Set.of(CITY), null, null, null, due, false, null, desk.clock.instant());
    }

    private void act(String id, String post, CaseAct act) {
        ActAnswer answer = desk.desk.act(desk.desk.standing(new PostId(post)), List.of(new CaseDesk.Order(
                new NeedId(id), act, new Act(id + act.verb() + desk.clock.instant(), "hash"), null)), Desk.CAUSE)
                .get(new NeedId(id));
        assertThat(answer).isInstanceOf(ActAnswer.Done.class);
    }

    @Test
    void findsACaseOnlyWithinScope() {
        submit(CountyGrid.GROUP, "need-0001", Urgency.ORDINARY);
        NeedId id = new NeedId("need-0001");
        for (String above : List.of(CountyGrid.GROUP, CountyGrid.VILLAGE, CountyGrid.AREA, CountyGrid.TOWN,
                CountyGrid.CITY)) {
            assertThat(desk.cases.find(id, Set.of(new GridCode(above)))).as(above).isPresent();
        }
        for (String beside : List.of(CountyGrid.OTHER_GROUP, CountyGrid.OTHER_VILLAGE, CountyGrid.OTHER_AREA,
                CountyGrid.OTHER_TOWN, "41108210", "4110821002", "1")) {
            assertThat(desk.cases.find(id, Set.of(new GridCode(beside)))).as(beside).isEmpty();
        }
        assertThat(desk.cases.find(id, Set.of())).isEmpty();
        assertThat(desk.cases.find(new NeedId("need-9999"), Set.of(CITY))).isEmpty();
    }

    @Test
    void saysWhichOfManyAreVisible() {
        submit(CountyGrid.GROUP, "need-0001", Urgency.ORDINARY);
        submit(CountyGrid.OTHER_GROUP, "need-0002", Urgency.ORDINARY);
        List<NeedId> ids = List.of(new NeedId("need-0001"), new NeedId("need-0002"), new NeedId("need-9999"));
        assertThat(desk.cases.visible(ids, Set.of(VILLAGE))).containsExactly(new NeedId("need-0001"));
        assertThat(desk.cases.visible(ids, Set.of(CITY))).hasSize(2);
        assertThat(desk.cases.visible(List.of(), Set.of(CITY))).isEmpty();
    }

    @Test
    void letsWhoeverIsResponsibleSeeACaseOfAHouseholdElsewhere() {
        submit(CountyGrid.GROUP, "need-0001", Urgency.ORDINARY);
        assertThat(list(inbox(Set.of(OTHER_VILLAGE)))).isEmpty();
        act("need-0001", VILLAGE_LEADER.value(), new CaseAct.Return("elsewhere", OTHER_VILLAGE));
        act("need-0001", "area-leader:" + CountyGrid.AREA, new CaseAct.Arbitrate(OTHER_VILLAGE));
        assertThat(list(inbox(Set.of(OTHER_VILLAGE)))).containsExactly("need-0001");
        assertThat(list(inbox(Set.of(VILLAGE)))).containsExactly("need-0001");
    }

    @Test
    void listsTheMostPressingFirstAndPagesThroughAll() {
        IntStream.range(0, 7).forEach(i -> {
            submit(CountyGrid.GROUP, "need-000" + i, i % 2 == 0 ? Urgency.ORDINARY : Urgency.MAJOR);
            if (i % 3 == 0) {
                desk.clock.advance(Duration.ofHours(1));
            }
        });
        List<AidCase> all = desk.cases.list(inbox(Set.of(VILLAGE)), null, 100);
        assertThat(all).extracting(AidCase::listedAt).isSorted();
        assertThat(all).hasSize(7);
        List<AidCase> paged = new ArrayList<>();
        Inbox.@Nullable Position position = null;
        for (List<AidCase> page = desk.cases.list(inbox(Set.of(VILLAGE)), null, 2); !page.isEmpty(); page = desk.cases
                .list(inbox(Set.of(VILLAGE)), position, 2)) {
            assertThat(page).hasSizeLessThanOrEqualTo(2);
            paged.addAll(page);
            position = Inbox.Position.of(page.getLast());
        }
        assertThat(paged).isEqualTo(all);
    }

    @Test
    void narrowsByPostUnitStatusAndEscalation() {
        submit(CountyGrid.GROUP, "need-0001", Urgency.ORDINARY);
        submit(CountyGrid.OTHER_GROUP, "need-0002", Urgency.ORDINARY);
        submit(CountyGrid.GROUP, "need-0003", Urgency.ORDINARY);
        act("need-0003", VILLAGE_LEADER.value(), new CaseAct.Escalate("beyond-me"));
        Instant now = desk.clock.instant();
        Set<GridCode> all = Set.of(CITY);
        assertThat(list(new Inbox(all, VILLAGE_LEADER, null, null, Due.ANY, false, null, now)))
                .containsExactly("need-0001");
        assertThat(list(new Inbox(all, null, Set.of(OTHER_VILLAGE), null, Due.ANY, false, null, now)))
                .containsExactly("need-0002");
        assertThat(list(new Inbox(all, null, Set.of(), null, Due.ANY, false, null, now))).isEmpty();
        assertThat(list(new Inbox(all, null, null, VILLAGE, Due.ANY, false, null, now)))
                .containsExactlyInAnyOrder("need-0001", "need-0003");
        assertThat(list(new Inbox(all, null, null, null, Due.ANY, true, null, now))).containsExactly("need-0003");
        assertThat(list(new Inbox(Set.of(OTHER_VILLAGE), null, null, VILLAGE, Due.ANY, false, null, now))).isEmpty();
        act("need-0001", VILLAGE_LEADER.value(), new CaseAct.CloseUnmet("no-such-aid"));
        assertThat(list(inbox(all))).doesNotContain("need-0001");
        assertThat(list(new Inbox(all, null, null, null, Due.ANY, false, CaseStatus.CLOSED, now)))
                .containsExactly("need-0001");
    }

    @Test
    void tellsSoonFromOverdue() {
        submit(CountyGrid.GROUP, "need-0001", Urgency.ORDINARY);
        AidCase one = desk.theCase();
        desk.clock.to(one.dueSoonAt().minusMillis(1));
        assertThat(list(due(Due.SOON))).isEmpty();
        desk.clock.to(one.dueSoonAt());
        assertThat(list(due(Due.SOON))).containsExactly("need-0001");
        assertThat(list(due(Due.OVERDUE))).isEmpty();
        desk.clock.to(one.shown().dueAt());
        assertThat(list(due(Due.SOON))).isEmpty();
        assertThat(list(due(Due.OVERDUE))).containsExactly("need-0001");
        assertThat(list(due(Due.ANY))).containsExactly("need-0001");
    }

    @Test
    void ringsWhatIsDueInOrderAndPageByPage() {
        IntStream.range(0, 5).forEach(i -> submit(CountyGrid.GROUP, "need-000" + i, Urgency.ORDINARY));
        desk.clock.advance(Duration.ofHours(1));
        submit(CountyGrid.GROUP, "need-0005", Urgency.URGENT);
        Instant then = desk.clock.instant().plus(Duration.ofDays(4));
        List<Alarm> all = desk.cases.ringing(then, null, 100);
        assertThat(all).hasSize(6);
        assertThat(all.getFirst().id()).isEqualTo("need-0005");
        List<Alarm> paged = new ArrayList<>(desk.cases.ringing(then, null, 4));
        paged.addAll(desk.cases.ringing(then, paged.getLast(), 4));
        assertThat(paged).isEqualTo(all);
        assertThat(desk.cases.ringing(desk.clock.instant(), null, 100)).isEmpty();
    }

    @Test
    void forgetsTheAlarmOfAClosedCase() {
        submit(CountyGrid.GROUP, "need-0001", Urgency.ORDINARY);
        act("need-0001", VILLAGE_LEADER.value(), new CaseAct.CloseUnmet("no-such-aid"));
        assertThat(desk.cases.ringing(desk.clock.instant().plus(Duration.ofDays(400)), null, 100)).isEmpty();
    }

    @Test
    void keepsEveryPartOfACase() {
        Desk memory = new Desk();
        for (Desk one : List.of(desk, memory)) {
            one.submitted("housing", Urgency.MAJOR);
            one.passes(Duration.ofDays(3));
            one.done(new CaseAct.Refer(List.of(Desk.REBUILDING, Desk.LOAN), true));
            one.aidOffers();
            one.done(new CaseAct.Return("elsewhere", new GridCode(CountyGrid.FAR_VILLAGE)));
            assertThat(one.status()).isEqualTo(CaseStatus.CANCELLING);
        }
        assertThat(desk.theCase()).isEqualTo(memory.theCase());
        for (Desk one : List.of(desk, memory)) {
            one.aidAnswers(FinalAnswer.CANCELLED);
            one.done(new CaseAct.Arbitrate(VILLAGE));
            one.done(new CaseAct.Plan(one.clock.instant().plus(Duration.ofDays(30)), "spring"));
        }
        assertThat(desk.theCase()).isEqualTo(memory.theCase());
        for (Desk one : List.of(desk, memory)) {
            one.done(new CaseAct.Resolve("repaired-roof")).answered(Outcome.SOLVED);
        }
        assertThat(desk.theCase()).isEqualTo(memory.theCase());
        assertThat(desk.timeline()).isEqualTo(memory.timeline());
    }
}
