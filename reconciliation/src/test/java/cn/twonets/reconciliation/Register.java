package cn.twonets.reconciliation;

import cn.twonets.delivery.AggregateKind;
import cn.twonets.delivery.Cause;
import cn.twonets.delivery.Change;
import cn.twonets.delivery.Decision;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.Publish;
import cn.twonets.delivery.memory.InMemoryAggregates;
import cn.twonets.delivery.outbox.EventSink;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.delivery.outbox.OwnedStates;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.HouseholdId;
import cn.twonets.events.NeedEvent;
import cn.twonets.events.NeedId;
import cn.twonets.events.NeedState;
import cn.twonets.events.PostId;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.AidKind;
import cn.twonets.events.StabilityRisk;
import cn.twonets.events.Urgency;
import cn.twonets.events.json.EventCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** An owner of needs in memory, with a topic that may lose records; its states are what a consumer would be told. */
final class Register implements OwnerStates<NeedEvent, NeedState> {
    static final Instant NOW = Instant.parse("2026-06-01T02:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    private static final PostId BY = new PostId("village-member:411082110213");

    /** What lies on the topic, in order. */
    final List<OutgoingEvent> topic = new CopyOnWriteArrayList<>();
    final EventCodec<NeedEvent, NeedState> codec = new EventCodec<>(EventFamily.NEED);
    InMemoryAggregates<NeedState, NeedEvent, NeedState> needs = new InMemoryAggregates<>(
            new AggregateKind<>("needs", NeedState.class, EventFamily.NEED, state -> state),
            new Sink(), CLOCK, new SimpleMeterRegistry());

    private final class Sink implements EventSink {
        @Override
        public CompletableFuture<Void> send(OutgoingEvent event) {
            topic.add(event);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isFailing() {
            return false;
        }
    }

    static String id(int number) {
        return "need-%04d".formatted(number);
    }

    /** Something happens to a need, so often. */
    void happens(String id, int times) {
        for (int i = 0; i < times; i++) {
            needs.change(id, Change.of(new Cause("test", null), current -> {
                NeedState next = state(id, current == null ? new EventOrder(0, 1) : current.order().next());
                return Decision.changed(List.of(new Decision.Step<>(
                        current == null
                                ? new NeedEvent.Submitted(BY, new NeedEvent.Basis(
                                        NeedEvent.BasisKind.DUTY, null, null, null, null))
                                : new NeedEvent.Amended(BY, List.of("urgency")),
                        next)), next);
            }), Publish.BEFORE_RETURN);
        }
        // Marks are taken off after two quiet rounds.
        for (int round = 0; round < 3; round++) {
            needs.clearQuiet();
        }
    }

    /** A backup of what is stored now. */
    InMemoryAggregates<NeedState, NeedEvent, NeedState> backup() {
        return needs.restored(new Sink(), 0);
    }

    /** Forgets what was stored since a backup, as a restore does; the topic stays as it is. */
    void restore(InMemoryAggregates<NeedState, NeedEvent, NeedState> backup, int epoch) {
        needs = backup.restored(new Sink(), epoch);
        needs.tellAfterRestore();
        for (int round = 0; round < 3; round++) {
            needs.clearQuiet();
        }
    }

    static NeedState state(String id, EventOrder order) {
        return new NeedState(order, new NeedId(id), new HouseholdId("household-0001"),
                new GridCode("411082110213-G01"), new CategoryCode("housing"), Urgency.ORDINARY,
                StabilityRisk.ORDINARY, Set.of(AidKind.HOUSING), 1, BY, NOW, 1, false, 1, null, 0);
    }

    Event<NeedEvent, NeedState> event(OutgoingEvent event) {
        return codec.decode(event.key(), event.headers(), event.value());
    }

    @Override
    public Optional<Event<NeedEvent, NeedState>> find(String id) {
        return new OwnedStates(EventFamily.NEED, List.of(needs)).find(id).map(this::event);
    }

    @Override
    public Page<NeedEvent, NeedState> walk(@Nullable String after, int limit) {
        OwnedStates.Page page = new OwnedStates(EventFamily.NEED, List.of(needs))
                .after(after == null ? "" : after, limit);
        return new Page<>(page.events().stream().map(this::event).toList(), List.of(), page.next(), Map.of());
    }

    /** The topic as the check reads it. */
    TopicReader reader() {
        return topicOf -> new TopicReader.Reading() {
            private int read;

            @Override
            public void readOn(java.util.function.Consumer<TopicReader.Sighted> each) {
                List<OutgoingEvent> all = new ArrayList<>(topic);
                for (; read < all.size(); read++) {
                    each.accept(sighted(all.get(read), read));
                }
            }

            @Override
            public List<TopicReader.Sighted> at(java.util.Collection<Long> places) {
                return places.stream()
                        .map(place -> (TopicReader.Sighted) sighted(topic.get(place.intValue()), place))
                        .toList();
            }

            @Override
            public void close() {
            }
        };
    }

    private static TopicReader.Sighted.Event sighted(OutgoingEvent event, long place) {
        String id = new String(event.headers().get("ce_id"), StandardCharsets.UTF_8);
        String[] order = id.substring(id.lastIndexOf('/') + 1).split("\\.");
        return new TopicReader.Sighted.Event(event.key(),
                new EventOrder(Integer.parseInt(order[0]), Long.parseLong(order[1])), place);
    }
}
