package cn.twonets.events.json;

import cn.twonets.events.Event;
import cn.twonets.events.EventFamily;
import cn.twonets.events.EventOrder;
import cn.twonets.events.GridCode;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import cn.twonets.events.json.UndecodableEventException.Why;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Turns the events of one family into records and back: CloudEvents 1.0, Kafka binding, binary mode. The value is
 * {@code {"happened": …, "state": …}}; unknown fields are ignored, missing ones refused.
 */
public final class EventCodec<H extends Happening, S extends PublicState> {
    /** Five megabytes of JSON are an accident, not an event. */
    private static final int MOST_BYTES = 64 * 1024;

    /** One for all: what it has learnt about a record is learnt once. */
    private static final JsonMapper SHARED = mapper();

    private final EventFamily<H, S> family;
    private final JsonMapper json = SHARED;

    public EventCodec(EventFamily<H, S> family) {
        this.family = family;
    }

    /** The mapper for everything that events hold: times as RFC 3339, no nulls written, unknown fields ignored. */
    public static JsonMapper mapper() {
        return JsonMapper.builder()
                .addModule(PlainTimes.module())
                .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .changeDefaultPropertyInclusion(
                        inclusion -> inclusion
                                .withValueInclusion(com.fasterxml.jackson.annotation.JsonInclude.Include.NON_NULL))
                .build();
    }

    public EventFamily<H, S> family() {
        return family;
    }

    /** The record's value. */
    public byte[] data(H happened, S state) {
        return json.writeValueAsBytes(new Data<>(happened, state));
    }

    /** What happened, alone, as it is kept in a history. */
    public String happened(H happened) {
        return json.writeValueAsString(happened);
    }

    /**
     * Reads what {@link #happened(Happening)} wrote.
     *
     * @throws UndecodableEventException if it is not of that type
     */
    public H happened(String token, String text) {
        EventFamily.Type<H, S> type = type(token);
        return read(() -> json.readValue(text, type.happening()), type);
    }

    /** The CloudEvents headers of an event, in a fixed order. */
    public Map<String, byte[]> headers(Envelope envelope) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("content-type", "application/json");
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", Event.id(family.source(), envelope.aggregate(), envelope.order()));
        headers.put("ce_source", family.source());
        headers.put("ce_type", envelope.token());
        headers.put("ce_time", envelope.time().toString());
        headers.put("ce_subject", envelope.subject());
        headers.put("ce_dataschema", type(envelope.token()).dataSchema());
        headers.put("ce_partitionkey", envelope.key());
        headers.put("ce_sequence", "%010d".formatted(envelope.order().sequence()));
        if (envelope.grid() != null) {
            headers.put("ce_gridcode", envelope.grid().value());
        }
        headers.put("ce_correlationid", envelope.correlationId());
        if (envelope.traceparent() != null) {
            headers.put("traceparent", envelope.traceparent());
        }
        Map<String, byte[]> encoded = new LinkedHashMap<>();
        headers.forEach((name, value) -> encoded.put(name, value.getBytes(StandardCharsets.UTF_8)));
        return encoded;
    }

    /**
     * Reads a record's key as it was received.
     *
     * @throws UndecodableEventException if it is not UTF-8
     */
    public static @Nullable String key(byte @Nullable [] received) {
        if (received == null) {
            return null;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(received)).toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableEventException(Why.KEY_NOT_UTF8, "the key is not UTF-8");
        }
    }

    /**
     * Reads a record.
     *
     * @param key the record's key; null keys and those of another aggregate are refused
     * @param headers the record's headers by name, last one wins
     * @param value the record's value; null values are refused
     * @throws UndecodableEventException if it is not an event of this family, says where it is wrong
     */
    public Event<H, S> decode(@Nullable String key, Map<String, byte[]> headers, byte @Nullable [] value) {
        if (key == null) {
            throw new UndecodableEventException(Why.NO_KEY, "the record has no key");
        }
        if (value == null) {
            throw new UndecodableEventException(Why.NO_VALUE, "the record has no value");
        }
        if (value.length > MOST_BYTES) {
            throw new UndecodableEventException(Why.TOO_LARGE,
                    "the value has " + value.length + " bytes, at most " + MOST_BYTES);
        }
        if (!"1.0".equals(header(headers, "ce_specversion"))) {
            throw new UndecodableEventException(Why.WRONG_HEADER, "ce_specversion is not 1.0");
        }
        EventFamily.Type<H, S> type = type(header(headers, "ce_type"));
        JsonNode data = read(() -> json.readTree(strictUtf8(value)), type);
        JsonNode happenedNode = data.get("happened");
        JsonNode stateNode = data.get("state");
        if (happenedNode == null || !happenedNode.isObject() || stateNode == null || !stateNode.isObject()) {
            throw new UndecodableEventException(Why.INCOMPLETE, type.token() + " needs the objects happened and state");
        }
        H happened = read(() -> json.treeToValue(happenedNode, type.happening()), type);
        S state = read(() -> json.treeToValue(stateNode, type.state()), type);
        RecordShape.requireWhole(happened, type.token());
        RecordShape.requireWhole(state, type.token());
        String expected = Event.id(family.source(), state.aggregate(), state.order());
        if (!expected.equals(header(headers, "ce_id")) || state.order().sequence() < 1) {
            throw new UndecodableEventException(Why.WRONG_HEADER,
                    "ce_id does not name the aggregate and order of the state");
        }
        if (!key.equals(header(headers, "ce_partitionkey"))) {
            throw new UndecodableEventException(Why.WRONG_HEADER, "ce_partitionkey is not the record key");
        }
        // Under another key it lies on another partition, out of order with the rest of its aggregate.
        if (!key.equals(state.aggregate())) {
            throw new UndecodableEventException(Why.WRONG_KEY, "the record key is not the aggregate of the state");
        }
        return new Event<>(
                type,
                time(header(headers, "ce_time")),
                header(headers, "ce_subject"),
                key,
                header(headers, "ce_correlationid"),
                text(headers.get("traceparent")),
                happened,
                state);
    }

    private EventFamily.Type<H, S> type(String token) {
        return family.type(token)
                .orElseThrow(
                        () -> new UndecodableEventException(Why.UNKNOWN_TYPE,
                                "ce_type is not one of the types of " + family.topic().topicName()));
    }

    private static String strictUtf8(byte[] value) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableEventException(Why.VALUE_NOT_UTF8, "the value is not UTF-8");
        }
    }

    private static Instant time(String text) {
        try {
            return PlainTimes.parse(text);
        } catch (DateTimeException e) {
            throw new UndecodableEventException(Why.WRONG_HEADER, "ce_time is not an RFC 3339 time");
        }
    }

    private static String header(Map<String, byte[]> headers, String name) {
        String value = text(headers.get(name));
        if (value == null || value.isBlank()) {
            throw new UndecodableEventException(Why.WRONG_HEADER, "the header " + name + " is missing");
        }
        return value;
    }

    private static @Nullable String text(byte @Nullable [] value) {
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    private static <T> T read(java.util.function.Supplier<@Nullable T> reading, EventFamily.Type<?, ?> type) {
        try {
            T result = reading.get();
            if (result == null) {
                throw new UndecodableEventException(Why.DOES_NOT_FIT, type.token() + ": the JSON is null");
            }
            return result;
        } catch (JacksonException e) {
            throw new UndecodableEventException(
                    e instanceof StreamReadException ? Why.BROKEN_JSON : Why.DOES_NOT_FIT,
                    type.token() + ": the JSON does not fit at " + e.getClass().getSimpleName() + whereOf(e));
        } catch (IllegalArgumentException e) {
            throw new UndecodableEventException(Why.DOES_NOT_FIT, type.token() + ": a value is not allowed");
        }
    }

    /** The path only: the message of a parser can quote the data. */
    private static String whereOf(JacksonException e) {
        StringBuilder path = new StringBuilder();
        e.getPath()
                .forEach(
                        step -> path.append('/')
                                .append(step.getPropertyName() != null
                                        ? step.getPropertyName()
                                        : String.valueOf(step.getIndex())));
        return path.isEmpty() ? "" : " " + path;
    }

    private record Data<H, S>(H happened, S state) {}

    /**
     * What the headers of an event are made of.
     *
     * @param token its {@code ce_type}
     * @param aggregate the aggregate's id
     * @param order the event's order
     * @param time when it happened
     * @param subject what it is about
     * @param key the record key
     * @param grid the grid unit; null where there is none
     * @param correlationId follows one request through the services
     * @param traceparent W3C trace context; null where none was
     */
    public record Envelope(
            String token,
            String aggregate,
            EventOrder order,
            Instant time,
            String subject,
            String key,
            @Nullable GridCode grid,
            String correlationId,
            @Nullable String traceparent) {}
}
