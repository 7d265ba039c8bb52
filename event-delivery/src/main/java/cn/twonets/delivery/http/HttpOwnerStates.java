package cn.twonets.delivery.http;

import cn.twonets.delivery.OwnerStates;
import cn.twonets.delivery.OwnerUnavailableException;
import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.EventCodec;
import cn.twonets.events.json.StructuredEvent;
import cn.twonets.events.json.UndecodableEventException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The owner's states by {@code GET /internal/states}; they go through the decoder that records go through. */
final class HttpOwnerStates<H extends Happening, P extends PublicState> implements OwnerStates<H, P> {
    private static final String ALL = "/internal/states";
    private static final String ONE = ALL + "/{id}";
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final EventCodec<H, P> codec;
    private final OwnerCall owner;
    private final String topic;
    private final JsonMapper json = EventCodec.mapper();

    HttpOwnerStates(EventFamily<H, P> family, OwnerCall owner) {
        this.codec = new EventCodec<>(family);
        this.owner = owner;
        this.topic = encoded(family.topic().topicName());
    }

    @Override
    public Optional<Event<H, P>> find(String id) {
        OwnerCall.Answer answer = owner.get(ALL + "/" + encoded(id).replace("%2F", "/") + "?topic=" + topic, ONE);
        return answer.status() == NOT_FOUND ? Optional.empty() : Optional.of(event(body(answer)));
    }

    @Override
    public Page<H, P> walk(@Nullable String after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " states at once, not " + limit);
        }
        JsonNode body = body(owner.get(ALL + "?topic=" + topic + "&limit=" + limit
                + (after == null ? "" : "&after=" + encoded(after)), ALL));
        List<Event<H, P>> states = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (JsonNode item : body.path("items")) {
            try {
                states.add(event(item));
            } catch (UndecodableEventException e) {
                unreadable.add(item.path("id").asString(""));
            }
        }
        Map<Integer, Long> ends = new TreeMap<>();
        body.path("topicEnds").forEachEntry((partition, end) -> ends.put(Integer.valueOf(partition), end.asLong()));
        String next = body.path("next").asString("");
        return new Page<>(List.copyOf(states), List.copyOf(unreadable), next.isEmpty() ? null : next, ends);
    }

    private Event<H, P> event(JsonNode item) {
        StructuredEvent event = StructuredEvent.read(item);
        return codec.decode(event.partitionkey(), event.headers(), event.value());
    }

    private JsonNode body(OwnerCall.Answer answer) {
        if (answer.status() != OK) {
            throw owner.unavailable("answered " + answer.status());
        }
        try {
            return json.readTree(answer.body());
        } catch (JacksonException e) {
            throw owner.unavailable("answered what is not JSON");
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
