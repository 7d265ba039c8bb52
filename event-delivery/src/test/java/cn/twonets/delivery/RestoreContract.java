package cn.twonets.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.Stored.HistoryEntry;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.json.EventCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What every adapter of {@link Aggregates} must do once its documents were restored from a backup. */
public abstract class RestoreContract {
    private static final int EPOCH = 7;

    protected final AdjustableClock clock = new AdjustableClock();
    private final Topic topic = new Topic();

    /** Keeps what is sent, by {@code <key>/<epoch>.<sequence>}; refuses it while it is away. */
    private static final class Topic implements EventSink {
        private final List<OutgoingEvent> events = new ArrayList<>();
        private boolean away;

        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            if (away) {
                return CompletableFuture.failedFuture(new IllegalStateException("no broker"));
            }
            events.add(event);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isFailing() {
            return away;
        }

        List<String> names() {
            return events.stream().map(event -> new String(event.headers().get("ce_id"), StandardCharsets.UTF_8))
                    .map(id -> id.replace(EventFamily.HOUSEHOLD.source() + "/", ""))
                    .toList();
        }
    }

    /** The documents of this test before the restore. */
    protected abstract OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> before(EventSink to);

    /** A process that begins after a restore of these documents, as they are now, under that epoch. */
    protected abstract OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> restored(EventSink to, int epoch);

    /** Another process that begins over the documents of the newest restore. */
    protected abstract OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> another(EventSink to);

    private void happens(OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> to, String id, int times) {
        to.change(id, Dwelling.change(id, times), Publish.BEFORE_RETURN);
    }

    private OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> restoredWithTwo() {
        OutboxAggregates<Dwelling, HouseholdEvent, HouseholdState> before = before(topic);
        happens(before, "h-1", 3);
        happens(before, "h-2", 1);
        for (int round = 0; round < 3; round++) {
            before.clearQuiet();
        }
        topic.events.clear();
        return restored(topic, EPOCH);
    }

    private static List<EventOrder> orders(List<HistoryEntry> history) {
        return history.stream().map(HistoryEntry::order).toList();
    }

    @Test
    void tellsTheNewestOfEverythingAgainUnderTheNewEpoch() {
        var dwellings = restoredWithTwo();
        assertThat(dwellings.tellAfterRestore()).isEqualTo(2);
        assertThat(topic.names()).containsExactly("h-1/7.3", "h-2/7.1");
        EventCodec<HouseholdEvent, HouseholdState> codec = new EventCodec<>(EventFamily.HOUSEHOLD);
        assertThat(topic.events).allSatisfy(event -> assertThat(
                codec.decode(event.key(), event.headers(), event.value()).state().order().epoch()).isEqualTo(EPOCH));
        assertThat(dwellings.find("h-1").orElseThrow()).satisfies(stored -> {
            assertThat(stored.order()).isEqualTo(new EventOrder(EPOCH, 3));
            assertThat(stored.state().order()).isEqualTo(new EventOrder(EPOCH, 3));
            assertThat(stored.state().moves()).isEqualTo(2);
        });
    }

    @Test
    void countsOnWithoutAGapAndKeepsTheHistoryAsItWas() {
        var dwellings = restoredWithTwo();
        dwellings.tellAfterRestore();
        happens(dwellings, "h-1", 1);
        assertThat(orders(dwellings.history("h-1"))).containsExactly(new EventOrder(0, 1), new EventOrder(0, 2),
                new EventOrder(0, 3), new EventOrder(EPOCH, 4));
        assertThat(topic.names()).containsExactly("h-1/7.3", "h-2/7.1", "h-1/7.4");
    }

    @Test
    void beginsWhatIsNewUnderTheNewEpochSinceTheSameIdMayHaveBeenToldBefore() {
        var dwellings = restoredWithTwo();
        happens(dwellings, "h-3", 2);
        assertThat(topic.names()).containsExactly("h-3/7.1", "h-3/7.2");
        assertThat(dwellings.find("h-3").orElseThrow().state().order()).isEqualTo(new EventOrder(EPOCH, 2));
    }

    @Test
    void tellsWhatChangesBeforeItsTurnUnderTheNewEpochToo() {
        var dwellings = restoredWithTwo();
        happens(dwellings, "h-1", 1);
        assertThat(dwellings.tellAfterRestore()).isEqualTo(1);
        assertThat(topic.names()).containsExactly("h-1/7.4", "h-2/7.1");
    }

    @Test
    void isDoneOnceHoweverOftenProcessesBegin() {
        restoredWithTwo().tellAfterRestore();
        assertThat(another(topic).tellAfterRestore()).isZero();
        assertThat(topic.names()).hasSize(2);
    }

    @Test
    void doesNothingWhereNothingWasRestored() {
        var dwellings = before(topic);
        happens(dwellings, "h-1", 1);
        assertThat(dwellings.tellAfterRestore()).isZero();
        assertThat(topic.names()).containsExactly("h-1/0.1");
    }

    @Test
    void goesOnWhereItWasCutOff() {
        var dwellings = restoredWithTwo();
        topic.away = true;
        assertThatThrownBy(dwellings::tellAfterRestore).isInstanceOf(PublishingFailedException.class);
        topic.away = false;
        var next = another(topic);
        next.tellAfterRestore();
        clock.advance(Duration.ofMinutes(1));
        next.sweep(Duration.ofSeconds(15));
        assertThat(topic.names()).containsExactlyInAnyOrder("h-1/7.3", "h-2/7.1");
        clock.advance(Duration.ofMinutes(1));
        assertThat(next.unpublished(clock.instant(), 0, 10)).isEmpty();
    }

    @Test
    void sendsWhatWasUnpublishedInTheBackupBeforeItTellsItAgain() {
        var before = before(topic);
        topic.away = true;
        before.change("h-1", Dwelling.change("h-1", 2), Publish.SOON);
        topic.away = false;
        restored(topic, EPOCH).tellAfterRestore();
        assertThat(topic.names()).containsExactly("h-1/0.1", "h-1/0.2", "h-1/7.2");
    }

    @Test
    void tellsTheNewestUnderTheNewEpochToWhoeverAsksTheOwner() {
        var dwellings = restoredWithTwo();
        dwellings.tellAfterRestore();
        topic.events.clear();
        for (int round = 0; round < 3; round++) {
            dwellings.clearQuiet();
        }
        dwellings.retell(List.of("h-1"));
        assertThat(topic.names()).containsExactly("h-1/7.3");
    }
}
