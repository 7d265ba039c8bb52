package cn.twonets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.ScriptedSink.Mode;
import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.events.AidKind;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.PostId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Aggregates} must do. */
public abstract class AggregatesContract {
    protected final AdjustableClock clock = new AdjustableClock();
    protected final ScriptedSink sink = new ScriptedSink();
    private OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> dwellings;

    /** Another instance over the documents of this test, as another process would be. */
    protected abstract OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> instance(EventSink to);

    @BeforeEach
    void firstInstance() {
        dwellings = instance(sink);
    }

    @Test
    void storesEveryPartOfAStateAsItWas() {
        Dwelling whole = new Dwelling(
                new EventOrder(3, 1),
                new HouseholdId("h-1"),
                new GridCode("411082110213-G05"),
                new PostId("village-leader:411082110213"),
                7,
                Set.of(AidKind.HOUSING, AidKind.MEDICAL),
                List.of(new PostId("a"), new PostId("b")),
                Map.of("case", new EventOrder(0, 9)),
                Instant.parse("2026-01-02T03:04:05.678Z"));
        dwellings.change(
                "h-1",
                Change.of(
                        Dwelling.CAUSE,
                        absent -> Decision.changed(
                                List.of(new Decision.Step<>(new HouseholdEvent.Registered(Dwelling.CLERK), whole)),
                                1)),
                Publish.SOON);
        Stored<Dwelling> stored = dwellings.find("h-1").orElseThrow();
        assertThat(stored.state()).isEqualTo(whole);
        assertThat(stored.order()).isEqualTo(new EventOrder(3, 1));
        assertThat(stored.version()).isEqualTo(1);
        assertThat(stored.history()).singleElement().satisfies(entry -> {
            assertThat(entry.type()).isEqualTo("cn.twonets.household.registered.v1");
            assertThat(entry.at()).isEqualTo(clock.instant());
            assertThat(entry.happened()).isEqualTo("{\"by\":\"village-member:411082110213\"}");
            assertThat(entry.correlationId()).isEqualTo("c-1");
        });
    }

    @Test
    void keepsWithAnUnpublishedEventAllThatItTakesToSendIt() {
        sink.now(Mode.FAIL);
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        assertThat(instance(sink).find("h-1").orElseThrow().unpublished().events()).singleElement()
                .satisfies(event -> {
                    assertThat(event.key()).isEqualTo("h-1");
                    assertThat(event.grid()).isEqualTo(new GridCode("411082110213-G01"));
                    assertThat(event.traceparent()).isEqualTo(Dwelling.CAUSE.traceparent());
                    assertThat(event.correlationId()).isEqualTo("c-1");
                    assertThat(event.data()).contains("\"happened\"", "\"state\"", "\"sequence\":1");
                });
    }

    @Test
    void writesAllOfABatchAndAnswersEach() {
        Map<String, Change<Dwelling, HouseholdEvent, Integer>> changes = new LinkedHashMap<>();
        List.of("h-1", "h-2", "h-3").forEach(id -> changes.put(id, Dwelling.change(id, 2)));
        Map<String, Changed<Dwelling, Integer>> answers = dwellings.change(changes, Publish.BEFORE_RETURN);
        assertThat(answers.keySet()).containsExactlyInAnyOrder("h-1", "h-2", "h-3");
        assertThat(answers.values()).allSatisfy(
                answer -> assertThat(((Changed.Decided<Dwelling, Integer>) answer).written()).isTrue());
        assertThat(sink.arrived())
                .containsExactlyInAnyOrder("h-1.1", "h-1.2", "h-2.1", "h-2.2", "h-3.1", "h-3.2")
                .containsSubsequence("h-2.1", "h-2.2");
    }

    @Test
    void losesNoChangeOfManyWritersAtOnce() throws Exception {
        int writers = 6;
        int each = 15;
        List<Callable<Void>> work = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
            Aggregates<Dwelling, HouseholdEvent> own = instance(sink);
            work.add(() -> {
                for (int i = 0; i < each; i++) {
                    own.change("h-1", Dwelling.change("h-1"), Publish.SOON);
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(writers)) {
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        }
        Stored<Dwelling> stored = dwellings.find("h-1").orElseThrow();
        assertThat(stored.version()).isEqualTo(writers * each);
        assertThat(stored.state().moves()).isEqualTo(writers * each - 1);
        assertThat(stored.history()).extracting(entry -> entry.order().sequence())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, writers * each).boxed().toList());
        assertThat(Set.copyOf(sink.arrived())).hasSize(writers * each);
    }

    @Test
    void namesExactlyThoseThatSomebodyElseChanged() {
        for (String id : List.of("h-1", "h-2")) {
            dwellings.change(id, Dwelling.change(id), Publish.SOON);
        }
        Map<String, Stored<Dwelling>> read = dwellings.findAll(List.of("h-1", "h-2", "h-3", "h-4"));
        instance(sink).change("h-2", Dwelling.change("h-2"), Publish.SOON);
        instance(sink).change("h-4", Dwelling.change("h-4"), Publish.SOON);
        Set<String> conflicts = dwellings.write(
                List.of("h-1", "h-2", "h-3", "h-4")
                        .stream()
                        .map(
                                id -> new Aggregates.Pending<Dwelling, HouseholdEvent>(
                                        id,
                                        Optional.ofNullable(read.get(id)),
                                        Dwelling.CAUSE,
                                        Dwelling.happen(id, 1)
                                                .decide(read.containsKey(id) ? read.get(id).state() : null)))
                        .toList());
        assertThat(conflicts).containsExactlyInAnyOrder("h-2", "h-4");
        assertThat(dwellings.find("h-1").orElseThrow().order().sequence()).isEqualTo(2);
        assertThat(dwellings.find("h-2").orElseThrow().order().sequence()).isEqualTo(2);
        assertThat(dwellings.find("h-3").orElseThrow().order().sequence()).isEqualTo(1);
        assertThat(dwellings.find("h-4").orElseThrow().order().sequence()).isEqualTo(1);
    }

    @Test
    void decidesAgainOnWhatSomebodyElseWroteMeanwhile() {
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        Aggregates<Dwelling, HouseholdEvent> other = instance(sink);
        List<Integer> seen = new ArrayList<>();
        Changed<Dwelling, Integer> answer = dwellings.change("h-1", Change.of(Dwelling.CAUSE, current -> {
            seen.add(current.moves());
            if (seen.size() == 1) {
                other.change("h-1", Dwelling.change("h-1"), Publish.SOON);
            }
            return Dwelling.happen("h-1", 1).decide(current);
        }), Publish.SOON);
        assertThat(seen).containsExactly(0, 1);
        assertThat(((Changed.Decided<Dwelling, Integer>) answer).answer()).isEqualTo(2);
    }

    @Test
    void doesAnActOnce() {
        Change<Dwelling, HouseholdEvent, Integer> act = new Change<>(
                Dwelling.CAUSE,
                new Act("clerk/k1", "body-1"),
                null,
                Dwelling.happen("h-1", 1));
        assertThat(dwellings.change("h-1", act, Publish.SOON)).isInstanceOf(Changed.Decided.class);
        assertThat(instance(sink).change("h-1", act, Publish.SOON)).isInstanceOf(Changed.Repeated.class);
        assertThat(
                dwellings.change(
                        "h-1",
                        new Change<>(Dwelling.CAUSE, new Act("clerk/k1", "body-2"), null, act.decider()),
                        Publish.SOON))
                .isInstanceOf(Changed.KeyReused.class);
        assertThat(dwellings.find("h-1").orElseThrow().order().sequence()).isEqualTo(1);
    }

    @Test
    void remembersTheNewestFiftyActs() {
        for (int i = 1; i <= 60; i++) {
            dwellings.change(
                    "h-1",
                    new Change<>(Dwelling.CAUSE, new Act("k" + i, "b"), null, Dwelling.happen("h-1", 1)),
                    Publish.SOON);
        }
        List<Stored.RememberedAct> acts = dwellings.find("h-1").orElseThrow().acts();
        assertThat(acts).hasSize(50);
        assertThat(acts.getFirst()).isEqualTo(new Stored.RememberedAct("k11", "b", 11));
        assertThat(acts.getLast()).isEqualTo(new Stored.RememberedAct("k60", "b", 60));
    }

    @Test
    void refusesAChangeOfWhatTheCallerHasNotSeen() {
        dwellings.change("h-1", Dwelling.change("h-1", 2), Publish.SOON);
        assertThat(
                dwellings.change(
                        "h-1",
                        new Change<>(Dwelling.CAUSE, null, 1L, Dwelling.happen("h-1", 1)),
                        Publish.SOON))
                .isInstanceOf(Changed.Stale.class);
        assertThat(
                dwellings.change(
                        "h-1",
                        new Change<>(Dwelling.CAUSE, null, 2L, Dwelling.happen("h-1", 1)),
                        Publish.SOON))
                .isInstanceOf(Changed.Decided.class);
    }

    @Test
    void writesSilentlyWithoutMovingTheSequence() {
        dwellings.change(
                "h-1",
                Change.of(
                        Dwelling.CAUSE,
                        absent -> Decision.silently(firstSight("h-1").applied("case", new EventOrder(0, 4)), true)),
                Publish.BEFORE_RETURN);
        Stored<Dwelling> stored = dwellings.find("h-1").orElseThrow();
        assertThat(stored.order()).isEqualTo(EventOrder.NONE);
        assertThat(stored.unpublished()).isNull();
        assertThat(stored.history()).isEmpty();
        dwellings.change(
                "h-1",
                Change.of(
                        Dwelling.CAUSE,
                        current -> Decision.silently(current.applied("case", new EventOrder(0, 5)), true)),
                Publish.BEFORE_RETURN);
        assertThat(dwellings.find("h-1").orElseThrow().version()).isEqualTo(2);
        dwellings.change("h-1", Change.of(Dwelling.CAUSE, current -> Decision.changed(
                List.of(new Decision.Step<>(new HouseholdEvent.Moved(Dwelling.CLERK), current.moved())),
                true)), Publish.BEFORE_RETURN);
        assertThat(sink.arrived()).containsExactly("h-1.1");
    }

    @Test
    void writesNothingWhenNothingIsToBeWritten() {
        Changed<Dwelling, String> answer = dwellings.change(
                "h-1",
                Change.of(Dwelling.CAUSE, absent -> Decision.unchanged("nothing")),
                Publish.SOON);
        assertThat(answer).isEqualTo(new Changed.Decided<>(null, "nothing", false));
        assertThat(dwellings.find("h-1")).isEmpty();
    }

    @Test
    void refusesAnEventOutOfOrder() {
        assertThatThrownBy(
                () -> dwellings.change(
                        "h-1",
                        Change.of(
                                Dwelling.CAUSE,
                                absent -> Decision.changed(
                                        List.of(
                                                new Decision.Step<>(
                                                        new HouseholdEvent.Registered(Dwelling.CLERK),
                                                        Dwelling.first("h-1").moved())),
                                        1)),
                        Publish.SOON))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("0.2");
        assertThat(dwellings.find("h-1")).isEmpty();
    }

    @Test
    void movesTheOldestHistoryOutAndTellsAllOfIt() {
        dwellings.change("h-1", Dwelling.change("h-1", 90), Publish.SOON);
        for (int i = 0; i < 34; i++) {
            dwellings.change("h-1", Dwelling.change("h-1", 10), Publish.SOON);
        }
        Stored<Dwelling> stored = dwellings.find("h-1").orElseThrow();
        assertThat(stored.order().sequence()).isEqualTo(430);
        assertThat(stored.history()).hasSizeLessThanOrEqualTo(200);
        List<HistoryEntry> history = dwellings.history("h-1");
        assertThat(history).extracting(entry -> entry.order().sequence())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 430).boxed().toList());
    }

    private static Dwelling firstSight(String id) {
        Dwelling first = Dwelling.first(id);
        return new Dwelling(
                EventOrder.NONE,
                first.id(),
                first.unit(),
                null,
                0,
                first.kinds(),
                first.visitors(),
                first.applied(),
                null);
    }

    @Test
    void clearsLazilyAndOnlyWhatIsQuiet() {
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.BEFORE_RETURN);
        dwellings.clearQuiet();
        assertThat(dwellings.find("h-1").orElseThrow().unpublished()).isNotNull();
        dwellings.clearQuiet();
        Stored<Dwelling> cleared = dwellings.find("h-1").orElseThrow();
        assertThat(cleared.unpublished()).isNull();
        assertThat(cleared.version()).isEqualTo(1);
    }

    @Test
    void clearsWithItsNextWriteWhatIsAcknowledged() {
        dwellings.change("h-1", Dwelling.change("h-1", 2), Publish.BEFORE_RETURN);
        sink.now(Mode.FAIL);
        clock.advance(Duration.ofSeconds(4));
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        Stored.Unpublished left = dwellings.find("h-1").orElseThrow().unpublished();
        assertThat(left.from()).isEqualTo(3);
        assertThat(left.since()).isEqualTo(clock.instant());
    }

    @Test
    void keepsTheMarkOfTheFirstUnpublishedEvent() {
        sink.now(Mode.FAIL);
        Instant since = clock.instant();
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        clock.advance(Duration.ofSeconds(9));
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        Stored.Unpublished left = dwellings.find("h-1").orElseThrow().unpublished();
        assertThat(left.from()).isEqualTo(1);
        assertThat(left.since()).isEqualTo(since);
    }

    @Test
    void neverClearsANewerEventUnseen() {
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.BEFORE_RETURN);
        ScriptedSink otherSink = new ScriptedSink().now(Mode.FAIL);
        instance(otherSink).change("h-1", Dwelling.change("h-1"), Publish.SOON);
        dwellings.clearQuiet();
        dwellings.clearQuiet();
        assertThat(dwellings.find("h-1").orElseThrow().unpublished().from()).isEqualTo(1);
    }

    @Test
    void sendsAgainFromTheFirstUnacknowledgedThroughTheEnd() {
        sink.refuse("h-1.2");
        assertThatThrownBy(() -> dwellings.change("h-1", Dwelling.change("h-1", 3), Publish.BEFORE_RETURN))
                .isInstanceOf(PublishingFailedException.class);
        assertThat(sink.arrived()).containsExactly("h-1.1", "h-1.3");
        dwellings.publish(List.of("h-1"));
        assertThat(sink.arrived()).containsExactly("h-1.1", "h-1.3", "h-1.2", "h-1.3");
    }

    @Test
    void doesNotRepeatWhatIsOnItsWay() {
        sink.now(Mode.HOLD);
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        assertThat(sink.arrived()).containsExactly("h-1.1", "h-1.2");
        sink.failHeld(1);
        sink.acknowledgeHeld();
        sink.now(Mode.ACKNOWLEDGE);
        dwellings.publish(List.of("h-1"));
        assertThat(sink.arrived()).containsExactly("h-1.1", "h-1.2", "h-1.1", "h-1.2");
    }

    @Test
    void publishesWhatADecisionLeavesUnchanged() {
        sink.now(Mode.FAIL);
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        sink.now(Mode.ACKNOWLEDGE);
        dwellings.change(
                "h-1",
                Change.of(Dwelling.CAUSE, current -> Decision.unchanged("seen")),
                Publish.BEFORE_RETURN);
        assertThat(sink.arrived()).containsExactly("h-1.1");
    }

    @Test
    void sweepsWhatAnotherInstanceLeftBehindButNotWhatIsYoung() {
        sink.now(Mode.FAIL);
        dwellings.change("h-1", Dwelling.change("h-1", 2), Publish.SOON);
        clock.advance(Duration.ofSeconds(10));
        dwellings.change("h-2", Dwelling.change("h-2"), Publish.SOON);
        clock.advance(Duration.ofSeconds(10));
        ScriptedSink later = new ScriptedSink();
        OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> fresh = instance(later);
        fresh.sweep(Duration.ofSeconds(15));
        assertThat(later.arrived()).containsExactly("h-1.1", "h-1.2");
        assertThat(fresh.find("h-1").orElseThrow().unpublished()).isNull();
        assertThat(fresh.find("h-2").orElseThrow().unpublished()).isNotNull();
    }

    @Test
    void sweepsPastOneThatCannotBeSentAndPastWhatIsOnItsWay() {
        sink.now(Mode.HOLD);
        dwellings.change("h-1", Dwelling.change("h-1"), Publish.SOON);
        ScriptedSink away = new ScriptedSink().now(Mode.FAIL);
        for (String id : List.of("h-2", "h-3")) {
            clock.advance(Duration.ofSeconds(1));
            instance(away).change(id, Dwelling.change(id), Publish.SOON);
        }
        clock.advance(Duration.ofSeconds(20));
        sink.now(Mode.ACKNOWLEDGE).refuse("h-2.1");
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(sink.arrived()).containsExactly("h-1.1", "h-3.1");
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(sink.arrived()).containsExactly("h-1.1", "h-3.1", "h-2.1");
    }

    @Test
    void sweepsEverythingThatWaits() {
        sink.now(Mode.FAIL);
        Map<String, Change<Dwelling, HouseholdEvent, Integer>> changes = new LinkedHashMap<>();
        for (int i = 0; i < 450; i++) {
            String id = "h-" + i;
            changes.put(id, Dwelling.change(id));
        }
        dwellings.change(changes, Publish.SOON);
        clock.advance(Duration.ofSeconds(20));
        ScriptedSink later = new ScriptedSink();
        instance(later).sweep(Duration.ofSeconds(15));
        assertThat(later.arrived()).hasSize(450).doesNotHaveDuplicates();
    }

    @Test
    void asksWithOneOnlyWhilePublishingFails() {
        sink.now(Mode.FAIL);
        for (String id : List.of("h-1", "h-2", "h-3")) {
            dwellings.change(id, Dwelling.change(id), Publish.SOON);
        }
        clock.advance(Duration.ofSeconds(20));
        int before = sink.asked();
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(sink.asked() - before).isEqualTo(1);
        sink.now(Mode.ACKNOWLEDGE);
        dwellings.sweep(Duration.ofSeconds(15));
        assertThat(sink.arrived()).containsExactlyInAnyOrder("h-1.1", "h-2.1", "h-3.1");
    }
}
