package cn.twonets.reconciliation.web;

import cn.twonets.api.caller.Caller;
import cn.twonets.api.caller.Role;
import cn.twonets.api.problem.Refusal;
import cn.twonets.api.problem.StandardProblem;
import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.kafka.TopicEnds;
import cn.twonets.delivery.outbox.OutboxAggregates;
import cn.twonets.delivery.outbox.OutgoingEvent;
import cn.twonets.delivery.outbox.OwnedStates;
import cn.twonets.events.EventFamily;
import cn.twonets.events.json.StructuredEvent;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What this service owns, told to the other services: each aggregate as its newest event, a CloudEvent in JSON. */
@RestController
@RequestMapping("/internal/states")
public final class StatesController {
    private final Supplier<List<OutboxAggregates<?, ?, ?>>> owned;
    private final TopicEnds ends;

    /** @param owned everything that this service owns */
    public StatesController(Supplier<List<OutboxAggregates<?, ?, ?>>> owned, TopicEnds ends) {
        this.owned = owned;
        this.ends = ends;
    }

    /**
     * Some states.
     *
     * @param items in the order of the aggregates' ids
     * @param next the {@code after} of the next page; left out on the last one
     * @param topicEnds the ends of the topic's partitions, taken before anything was read; on the first page alone
     */
    record Page(List<StructuredEvent> items, @Nullable String next, @Nullable Map<Integer, Long> topicEnds) {}

    /** The states of the topic's aggregates, after an id. */
    @GetMapping
    Page walk(@RequestParam String topic, @RequestParam(required = false) @Nullable String after,
            @RequestParam(defaultValue = "100") int limit, Caller caller) {
        caller.require(Role.SERVICE);
        if (limit < 1 || limit > OwnerStates.MOST) {
            throw Refusal.of(StandardProblem.INVALID_REQUEST).query("limit", "out-of-range", 1, OwnerStates.MOST);
        }
        OwnedStates states = states(topic);
        Map<Integer, Long> before = after == null ? ends.of(family(topic).topic()) : null;
        OwnedStates.Page page = states.after(after == null ? "" : after, limit);
        return new Page(page.events().stream().map(StatesController::structured).toList(), page.next(), before);
    }

    /** The state of one aggregate of the topic. Ids of grid units hold a slash. */
    @GetMapping("/{*id}")
    StructuredEvent one(@PathVariable String id, @RequestParam String topic, Caller caller) {
        caller.require(Role.SERVICE);
        return states(topic).find(id.substring(1))
                .map(StatesController::structured)
                .orElseThrow(Refusal::notFound);
    }

    private OwnedStates states(String topic) {
        EventFamily<?, ?> family = family(topic);
        List<OutboxAggregates<?, ?, ?>> all = owned.get();
        if (all.stream().noneMatch(one -> one.kind().family() == family)) {
            throw unknown();
        }
        return new OwnedStates(family, all);
    }

    private static EventFamily<?, ?> family(String topic) {
        return EventFamily.all()
                .stream()
                .filter(family -> family.topic().topicName().equals(topic))
                .findFirst()
                .orElseThrow(StatesController::unknown);
    }

    private static Refusal unknown() {
        return Refusal.of(StandardProblem.INVALID_REQUEST).query("topic", "unknown-value");
    }

    private static StructuredEvent structured(OutgoingEvent event) {
        return StructuredEvent.of(event.headers(), event.value());
    }
}
