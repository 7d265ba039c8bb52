package cn.twonets.events.json;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An event where there is no Kafka record to carry it: CloudEvents 1.0, JSON event format. Says exactly what the headers
 * and the value of the record say, so that {@link EventCodec#decode} reads both alike.
 *
 * @param specversion {@code 1.0}
 * @param id {@code <source>/<aggregate>/<epoch>.<sequence>}
 * @param source the event's one writer
 * @param type its type
 * @param time when it happened
 * @param subject what it is about
 * @param datacontenttype {@code application/json}
 * @param dataschema where the JSON Schema of the type is
 * @param partitionkey the record's key
 * @param sequence the sequence, ten digits
 * @param gridcode the grid unit; null where there is none
 * @param correlationid follows one request through the services
 * @param traceparent W3C trace context; null where none was kept
 * @param data what happened and the state after it, as in the record's value
 */
public record StructuredEvent(
        String specversion,
        String id,
        String source,
        String type,
        String time,
        String subject,
        String datacontenttype,
        String dataschema,
        String partitionkey,
        String sequence,
        @Nullable String gridcode,
        String correlationid,
        @Nullable String traceparent,
        JsonNode data) {
    private static final JsonMapper JSON = EventCodec.mapper();

    /** What a record of our own says. */
    public static StructuredEvent of(Map<String, byte[]> headers, byte[] value) {
        return new StructuredEvent(
                required(headers, "ce_specversion"),
                required(headers, "ce_id"),
                required(headers, "ce_source"),
                required(headers, "ce_type"),
                required(headers, "ce_time"),
                required(headers, "ce_subject"),
                required(headers, "content-type"),
                required(headers, "ce_dataschema"),
                required(headers, "ce_partitionkey"),
                required(headers, "ce_sequence"),
                text(headers, "ce_gridcode"),
                required(headers, "ce_correlationid"),
                text(headers, "traceparent"),
                JSON.readTree(value));
    }

    /**
     * Reads one that another service wrote; whether it is an event of some family says {@link EventCodec#decode}.
     *
     * @throws UndecodableEventException if it is not of this form
     */
    public static StructuredEvent read(JsonNode node) {
        if (!node.isObject()) {
            throw notOne();
        }
        try {
            return JSON.treeToValue(node, StructuredEvent.class);
        } catch (JacksonException e) {
            throw notOne();
        }
    }

    private static UndecodableEventException notOne() {
        return new UndecodableEventException(UndecodableEventException.Why.DOES_NOT_FIT, "not a CloudEvent in JSON");
    }

    /** The headers of the record that says the same. */
    public Map<String, byte[]> headers() {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        put(headers, "content-type", datacontenttype);
        put(headers, "ce_specversion", specversion);
        put(headers, "ce_id", id);
        put(headers, "ce_source", source);
        put(headers, "ce_type", type);
        put(headers, "ce_time", time);
        put(headers, "ce_subject", subject);
        put(headers, "ce_dataschema", dataschema);
        put(headers, "ce_partitionkey", partitionkey);
        put(headers, "ce_sequence", sequence);
        put(headers, "ce_gridcode", gridcode);
        put(headers, "ce_correlationid", correlationid);
        put(headers, "traceparent", traceparent);
        return headers;
    }

    /** The value of the record that says the same; null where there is no data. */
    public byte @Nullable [] value() {
        return data == null ? null : JSON.writeValueAsBytes(data);
    }

    private static void put(Map<String, byte[]> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.put(name, value.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String required(Map<String, byte[]> headers, String name) {
        String value = text(headers, name);
        if (value == null) {
            throw new IllegalArgumentException("an event of our own without " + name);
        }
        return value;
    }

    private static @Nullable String text(Map<String, byte[]> headers, String name) {
        byte[] value = headers.get(name);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }
}
