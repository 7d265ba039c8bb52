package cn.twonets.delivery.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import cn.twonets.delivery.AdjustableClock;
import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.Dwelling;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.ScriptedSink;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.HouseholdEvent;
import cn.twonets.events.HouseholdState;
import cn.twonets.events.PostId;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.StructuredEvent;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class OwnedStatesTest {
    private static final JsonMapper JSON = EventCodec.mapper();

    private final EventCodec<HouseholdEvent, HouseholdState> codec = new EventCodec<>(EventFamily.HOUSEHOLD);
    private final InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> east = aggregates("east");
    private final InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> west = aggregates("west");
    private final OwnedStates states = new OwnedStates(EventFamily.HOUSEHOLD, List.of(east, west));

    private static InMemoryAggregates<Dwelling, HouseholdEvent, HouseholdState> aggregates(String collection) {
        return new InMemoryAggregates<>(
                new AggregateKind<>(collection, Dwelling.class, EventFamily.HOUSEHOLD, Dwelling.KIND.publicState()),
                new ScriptedSink(), new AdjustableClock(), new SimpleMeterRegistry());
    }

    private static String id(int number) {
        return "household-%04d".formatted(number);
    }

    /** As another service reads it: over JSON, through the decoder that reads records. */
    private Event<HouseholdEvent, HouseholdState> received(OutgoingEvent event) {
        StructuredEvent sent = StructuredEvent.of(event.headers(), event.value());
        StructuredEvent read = StructuredEvent.read(JSON.readTree(JSON.writeValueAsBytes(sent)));
        return codec.decode(read.partitionkey(), read.headers(), read.value());
    }

    @Test
    void tellsTheNewestEventWithTheStateAsItIsNow() {
        east.change(id(1), Dwelling.change(id(1), 3), Publish.BEFORE_RETURN);
        east.change(id(1), Change.of(Dwelling.CAUSE, current -> Decision.silently(
                new Dwelling(current.order(), current.id(), current.unit(), new PostId("village-member:1"), 2,
                        current.kinds(), current.visitors(), current.applied(), null),
                "")), Publish.BEFORE_RETURN);

        Event<HouseholdEvent, HouseholdState> told = received(states.find(id(1)).orElseThrow());

        assertThat(told.state().order()).isEqualTo(new EventOrder(0, 3));
        assertThat(told.happened()).isInstanceOf(HouseholdEvent.Moved.class);
        assertThat(told.state().helper()).isEqualTo(new PostId("village-member:1"));
        assertThat(told.key()).isEqualTo(id(1));
        assertThat(told.correlationId()).isEqualTo(Dwelling.CAUSE.correlationId());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 500})
    void walksAllCollectionsOfAFamilyAsOneInTheOrderOfIds(int limit) {
        List<String> wanted = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            (i % 3 == 0 || i > 15 ? west : east).change(id(i), Dwelling.change(id(i)), Publish.BEFORE_RETURN);
            wanted.add(id(i));
        }

        List<String> walked = new ArrayList<>();
        String after = "";
        while (after != null) {
            OwnedStates.Page page = states.after(after, limit);
            assertThat(page.events()).hasSizeLessThanOrEqualTo(limit);
            page.events().forEach(event -> walked.add(received(event).state().aggregate()));
            after = page.next();
        }

        assertThat(walked).isEqualTo(wanted);
    }

    @Test
    void keepsQuietAboutWhatWasNeverPublished() {
        east.change(id(1), Change.of(Dwelling.CAUSE, none -> Decision.silently(
                new Dwelling(EventOrder.NONE, Dwelling.first(id(1)).id(), Dwelling.first(id(1)).unit(), null, 0,
                        java.util.Set.of(), List.of(), java.util.Map.of(), null),
                "")), Publish.BEFORE_RETURN);

        assertThat(states.find(id(1))).isEmpty();
        assertThat(states.after("", 10).events()).isEmpty();
        assertThat(states.find(id(2))).isEmpty();
    }

    @Test
    void knowsWhatItDoesNotOwn() {
        assertThatThrownBy(() -> new OwnedStates(EventFamily.NEED, List.of(east)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("twonets.needs.v1");
    }
}
