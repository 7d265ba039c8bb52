package cn.twonets.intake.needs;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.events.CaseStatus;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.Outcome;
import cn.twonets.events.PostId;
import cn.twonets.events.Urgency;
import cn.twonets.grid.Scope;
import cn.twonets.intake.testing.Cases;
import cn.twonets.intake.testing.Village;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every adapter of {@link Needs} must do. */
public abstract class NeedsContract {
    private static final Needs.Filter ALL = new Needs.Filter(null, null, null, null, null);
    private static final List<String> UP_FROM_GROUP = List.of(Village.GROUP, Village.HERE, Village.AREA, Village.TOWN,
            Village.CITY);
    private static final List<String> UP_FROM_THERE = List.of(Village.THERE, Village.AREA, Village.TOWN, Village.CITY);

    /** Empties the store. */
    protected abstract void begin();

    protected abstract Aggregates<Need, NeedEvent> store();

    protected abstract Needs needs();

    @BeforeEach
    void putNeeds() {
        begin();
        for (int i = 0; i < 5; i++) {
            put("need-here-" + i, "household-1", i, UP_FROM_GROUP);
        }
        put("need-there-0", "household-2", 2, UP_FROM_THERE);
        put("need-twin-0", "household-3", 2, UP_FROM_GROUP);
    }

    @Test
    void findsANeedWithinTheScopeAndNoOther() {
        assertThat(needs().find(new NeedId("need-here-1"), scope(Village.HERE))).isPresent();
        assertThat(needs().find(new NeedId("need-here-1"), scope(Village.TOWN))).isPresent();
        assertThat(needs().find(new NeedId("need-there-0"), scope(Village.HERE))).isEmpty();
        assertThat(needs().find(new NeedId("need-none-0"), scope(Village.HERE))).isEmpty();
        assertThat(needs().find(new NeedId("need-here-1"), scope())).isEmpty();
    }

    @Test
    void doesNotTakeAPrefixForAnAncestor() {
        assertThat(needs().find(new NeedId("need-here-1"), scope("41108211021"))).isEmpty();
        assertThat(needs().list(scope("4"), ALL, null, 10)).isEmpty();
    }

    @Test
    void listsTheNewestFirstAndTwinsInOneOrder() {
        assertThat(ids(needs().list(scope(Village.HERE), ALL, null, 10)))
                .containsExactly("need-here-4", "need-here-3", "need-twin-0", "need-here-2", "need-here-1",
                        "need-here-0");
    }

    @Test
    void pagesWithoutLossOrRepeat() {
        List<String> walked = new ArrayList<>();
        @Nullable
        String before = null;
        for (List<Need> page = needs().list(scope(Village.CITY), ALL, null, 2); !page.isEmpty(); page = needs()
                .list(scope(Village.CITY), ALL, before, 2)) {
            walked.addAll(ids(page));
            before = page.getLast().listKey();
        }
        assertThat(walked).hasSize(7).doesNotHaveDuplicates();
    }

    @Test
    void showsANeedOnceToWhoHoldsTwoUnitsAboveIt() {
        assertThat(needs().list(scope(Village.HERE, Village.GROUP, Village.TOWN), ALL, null, 20)).hasSize(7);
    }

    @Test
    void filtersByEveryField() {
        assertThat(ids(needs().list(scope(Village.CITY), filter(null, null, null, null, "household-3"), null, 9)))
                .containsExactly("need-twin-0");
        assertThat(ids(needs().list(scope(Village.CITY), filter(null, null, null, Village.THERE, null), null, 9)))
                .containsExactly("need-there-0");
        assertThat(needs().list(scope(Village.CITY), filter(null, "housing", null, null, null), null, 9)).hasSize(7);
        assertThat(needs().list(scope(Village.CITY), filter(null, "other", null, null, null), null, 9)).isEmpty();
        assertThat(needs().list(scope(Village.CITY), filter(null, null, Urgency.MAJOR, null, null), null, 9))
                .hasSize(7);
        assertThat(needs().list(scope(Village.CITY), filter(null, null, Urgency.URGENT, null, null), null, 9))
                .isEmpty();
    }

    @Test
    void aFilterNeverWidensTheScope() {
        assertThat(needs().list(scope(Village.HERE), filter(null, null, null, Village.THERE, null), null, 9)).isEmpty();
        assertThat(needs().list(scope(Village.HERE), filter(null, null, null, null, "household-2"), null, 9)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(NeedStatus.class)
    void filtersByStatusAsTheNeedShowsIt(NeedStatus status) {
        change("need-here-0", Need::takenBack);
        change("need-here-1", need -> need.withProgress(progress(CaseStatus.CLOSED)));
        change("need-here-2", need -> need.withProgress(progress(CaseStatus.CLOSED)).takenBack());
        change("need-here-3", need -> need.withProgress(progress(CaseStatus.ASSIGNED)).takenBack());
        change("need-twin-0", need -> need.withProgress(progress(CaseStatus.AWAITING_CONFIRMATION)).takenBack());
        change("need-there-0", need -> need.withProgress(
                progress(
                        Stream.of(CaseStatus.values())
                                .filter(one -> one.name().equals(status.name()))
                                .findFirst()
                                .orElse(CaseStatus.PLANNED))));
        List<Need> all = needs().list(scope(Village.CITY), ALL, null, 20);
        assertThat(ids(needs().list(scope(Village.CITY), filter(status, null, null, null, null), null, 20)))
                .isEqualTo(ids(all.stream().filter(need -> need.status() == status).toList()))
                .isNotEmpty();
    }

    @Test
    void readsBackEveryFieldOfANeed() {
        change("need-here-0", need -> need.withProgress(progress(CaseStatus.AWAITING_CONFIRMATION))
                .answered(
                        new NeedState.Answer(1, Outcome.PARTLY,
                                new PostId(Village.MEMBER)))
                .takenBack());
        Need stored = store().find("need-here-0").orElseThrow().state();
        assertThat(needs().find(new NeedId("need-here-0"), scope(Village.HERE))).contains(stored);
        assertThat(stored.progress()).isEqualTo(progress(CaseStatus.AWAITING_CONFIRMATION));
        assertThat(stored.answerSequence()).isEqualTo(2);
        assertThat(stored.wantSequence()).isEqualTo(3);
    }

    private static Progress progress(CaseStatus status) {
        return Progress.of(
                Cases.state(new NeedId("need-any-0"), new HouseholdId("household-1"), new GridCode(Village.GROUP), 4,
                        status, 1, Village.LEADER, null));
    }

    private void put(String id, String household, int minutes, List<String> ancestors) {
        Need need = DeskBench.need(new NeedId(id), new HouseholdId(household),
                DeskBench.NOW.plus(Duration.ofMinutes(minutes)), ancestors);
        store().change(
                id,
                Change.of(
                        new Cause("c-1", null),
                        none -> Decision.changed(
                                List.of(
                                        new Decision.Step<>(new NeedEvent.Submitted(DeskBench.MEMBER,
                                                DeskBench.duty()), need)),
                                "")),
                Publish.SOON);
    }

    private void change(String id, UnaryOperator<Need> change) {
        store().change(
                id,
                Change.of(new Cause("c-1", null), need -> Decision.silently(keepingOrder(need, change), "")),
                Publish.SOON);
    }

    /** These changes are told to no one, so the order must stay; the part sequences may differ. */
    private static Need keepingOrder(Need before, UnaryOperator<Need> change) {
        Need after = change.apply(before);
        return new Need(before.order(), after.id(), after.household(), after.unit(), after.ancestors(),
                after.category(), after.urgency(), after.stabilityRisk(), after.aidKinds(), after.parties(),
                after.reportedBy(), after.basis(), after.description(), after.submittedAt(), after.listKey(),
                after.requestMark(), after.contentSequence(), after.withdrawn(), after.wantSequence(), after.answer(),
                after.answerSequence(), after.progress());
    }

    private static List<String> ids(List<Need> needs) {
        return needs.stream().map(need -> need.id().value()).toList();
    }

    private static Needs.Filter filter(@Nullable NeedStatus status, @Nullable String category,
            @Nullable Urgency urgency, @Nullable String unit, @Nullable String household) {
        return new Needs.Filter(status, category == null ? null : new CategoryCode(category), urgency,
                unit == null ? null : new GridCode(unit), household == null ? null : new HouseholdId(household));
    }

    private static Scope scope(String... units) {
        return new Scope(new PostId("any"), Set.copyOf(Stream.of(units).map(GridCode::new).toList()));
    }
}
