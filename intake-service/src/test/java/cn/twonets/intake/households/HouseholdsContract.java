package cn.twonets.intake.households;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Publish;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.PostId;
import cn.twonets.grid.Scope;
import cn.twonets.intake.privacy.Sealed;
import cn.twonets.intake.testing.Village;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Households} must do. */
abstract class HouseholdsContract {
    static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");
    private static final Households.Filter ALL = new Households.Filter(null, null);

    /** Empties the store. */
    protected abstract void begin();

    protected abstract Aggregates<Household, HouseholdEvent> store();

    protected abstract Households households();

    @BeforeEach
    void putHouseholds() {
        begin();
        put("here-1", Village.MEMBER, List.of("mark-a"), Village.GROUP, Village.HERE);
        put("here-2", null, List.of("mark-b", "mark-c"), Village.HERE);
        put("here-3", null, List.of(), Village.GROUP, Village.HERE);
        put("there-1", Village.MEMBER, List.of("mark-a"), Village.THERE);
    }

    @Test
    void findsAHouseholdWithinTheScopeAndNoOther() {
        assertThat(households().find(new HouseholdId("here-1"), scope(Village.HERE))).isPresent();
        assertThat(households().find(new HouseholdId("here-2"), scope(Village.GROUP))).isEmpty();
        assertThat(households().find(new HouseholdId("there-1"), scope(Village.HERE))).isEmpty();
        assertThat(households().find(new HouseholdId("here-1"), scope())).isEmpty();
        assertThat(households().find(new HouseholdId("here-1"), scope("41108211021"))).as("a prefix is no ancestor")
                .isEmpty();
    }

    @Test
    void leavesOutOfManyThoseOutsideTheScope() {
        List<HouseholdId> asked = Stream.of("here-1", "there-1", "nowhere", "here-3").map(HouseholdId::new).toList();
        assertThat(households().findAll(asked, scope(Village.HERE))).containsOnlyKeys(new HouseholdId("here-1"),
                new HouseholdId("here-3"));
        assertThat(households().findAll(List.of(), scope(Village.HERE))).isEmpty();
    }

    @Test
    void findsByMarkWithinTheScopeOnly() {
        assertThat(ids(households().withMark(Set.of("mark-a"), scope(Village.HERE)))).containsExactly("here-1");
        assertThat(ids(households().withMark(Set.of("mark-a", "mark-c"), scope(Village.TOWN))))
                .containsExactlyInAnyOrder("here-1", "here-2", "there-1");
        assertThat(households().withMark(Set.of("mark"), scope(Village.TOWN))).isEmpty();
    }

    @Test
    void listsByIdAndPagesWithoutLossOrRepeat() {
        List<String> walked = new ArrayList<>();
        @Nullable
        String after = null;
        for (List<Household> page = households().list(scope(Village.TOWN), ALL, null, 3); !page
                .isEmpty(); page = households().list(scope(Village.TOWN), ALL, after, 3)) {
            walked.addAll(ids(page));
            after = page.getLast().id().value();
        }
        assertThat(walked).containsExactly("here-1", "here-2", "here-3", "there-1");
    }

    @Test
    void filtersByUnitAndHelperAndNeverWidensTheScope() {
        assertThat(ids(list(Village.TOWN, Village.GROUP, null))).containsExactly("here-1", "here-3");
        assertThat(ids(list(Village.TOWN, null, Village.MEMBER))).containsExactly("here-1", "there-1");
        assertThat(ids(list(Village.HERE, null, Village.MEMBER))).containsExactly("here-1");
        assertThat(list(Village.HERE, Village.THERE, null)).isEmpty();
    }

    @Test
    void readsBackEveryField() {
        Household stored = store().find("here-1").orElseThrow().state();
        assertThat(households().find(new HouseholdId("here-1"), scope(Village.HERE))).contains(stored);
        assertThat(stored).isEqualTo(
                household("here-1", Village.MEMBER, List.of("mark-a"), Village.GROUP, Village.HERE));
    }

    private List<Household> list(String scope, @Nullable String unit, @Nullable String helper) {
        return households().list(
                scope(scope),
                new Households.Filter(unit == null ? null : new GridCode(unit),
                        helper == null ? null : new PostId(helper)),
                null,
                10);
    }

    private void put(String id, @Nullable String helper, List<String> marks, String... path) {
        Household household = household(id, helper, marks, path);
        store().change(
                id,
                Change.of(
                        new Cause("c-1", null),
                        none -> Decision.changed(
                                List.of(
                                        new Decision.Step<>(
                                                new HouseholdEvent.Registered(new PostId(Village.MEMBER)),
                                                household)),
                                "")),
                Publish.SOON);
    }

    private static Household household(String id, @Nullable String helper, List<String> marks, String... path) {
        List<GridCode> ancestors = Stream.concat(Stream.of(path), Stream.of(Village.AREA, Village.TOWN, Village.CITY))
                .map(GridCode::new)
                .toList();
        return new Household(new EventOrder(0, 1), new HouseholdId(id), ancestors.getFirst(), ancestors,
                helper == null ? null : new PostId(helper), new Sealed("p"), new Sealed("f"), marks, 1,
                new PostId(Village.MEMBER), NOW, "request");
    }

    private static List<String> ids(Collection<Household> households) {
        return households.stream().map(household -> household.id().value()).toList();
    }

    private static Scope scope(String... units) {
        return new Scope(new PostId("any"), Set.copyOf(Stream.of(units).map(GridCode::new).toList()));
    }
}
