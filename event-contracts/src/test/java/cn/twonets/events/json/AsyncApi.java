package cn.twonets.events.json;

import cn.twonets.events.ChainAnchored;
import cn.twonets.events.EventFamily;
import cn.twonets.events.Topic;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The AsyncAPI 3 document that topics, families and records themselves state, seen from the product: it sends. */
final class AsyncApi {
    private static final String BINDING = "0.5.0";

    private final Map<String, Object> schemas = new TreeMap<>();
    private final RecordSchema records = RecordSchema.sharing(schemas);
    private final Map<String, Object> channels = new LinkedHashMap<>();
    private final Map<String, Object> operations = new LinkedHashMap<>();
    private final Map<String, Object> messages = new LinkedHashMap<>();

    private AsyncApi() {
    }

    static Map<String, Object> document() {
        AsyncApi api = new AsyncApi();
        api.schemas.put("EventHeaders", headers());
        for (Topic topic : Topic.values()) {
            api.add(topic);
        }
        api.addAnchors();
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asyncapi", "3.0.0");
        document.put("info", info());
        document.put("defaultContentType", "application/json");
        document.put("servers", Map.of("kafka", server()));
        document.put("channels", api.channels);
        document.put("operations", api.operations);
        document.put("components", ordered("messages", api.messages, "schemas", api.schemas));
        return document;
    }

    /** The message of a type is called as the type is, without what all types share in front. */
    static String message(String token) {
        return token.replaceFirst("^cn\\.twonets\\.", "");
    }

    private static Map<String, Object> info() {
        return ordered(
                "title", "两网一键通 · Two Networks, One Key: events",
                "version", "1.0.0",
                "description", "What happens to needs, cases and aid, as CloudEvents 1.0 in Kafka's binary mode: "
                        + "attributes in the record's headers, JSON in its value. Each value says what happened and the "
                        + "whole public state after it: codes and times, nothing personal. Records can come twice, late "
                        + "and out of order; compare state.order, first by epoch, then by sequence. Unknown fields are "
                        + "to be ignored; fields are only added.",
                "license", ordered("name", "Apache 2.0", "url", "https://www.apache.org/licenses/LICENSE-2.0"));
    }

    private static Map<String, Object> server() {
        return ordered(
                "host", "{bootstrap}",
                "protocol", "kafka",
                "description", "The county's broker; its operator says where it is, and who may read.",
                "variables", Map.of("bootstrap",
                        ordered("default", "127.0.0.1:9092", "description", "Host and port to begin with")));
    }

    private void add(Topic topic) {
        String channel = topic.name().toLowerCase(Locale.ROOT);
        Map<String, Object> here = new LinkedHashMap<>();
        for (EventFamily<?, ?> family : EventFamily.all()) {
            if (family.topic() == topic) {
                family.types().stream().sorted(Comparator.comparing(EventFamily.Type::token)).forEach(type -> {
                    String name = message(type.token());
                    messages.put(name, message(family, type));
                    here.put(name, Map.of("$ref", "#/components/messages/" + name));
                });
            }
        }
        channels.put(channel, ordered(
                "address", topic.topicName(),
                "description", SourceWords.of(topic),
                "messages", here,
                "bindings", Map.of("kafka", binding(topic))));
        operations.put("send" + topic.name().charAt(0) + channel.substring(1), ordered(
                "action", "send",
                "channel", Map.of("$ref", "#/channels/" + channel)));
    }

    /** What every service writes about its own audit. */
    private void addAnchors() {
        String name = message(ChainAnchored.TYPE);
        schemas.put("AnchorHeaders", anchorHeaders());
        messages.put(name, message(ChainAnchored.TYPE, SourceWords.of(ChainAnchored.class), "AnchorHeaders", ordered(
                "ce_type", Map.of("const", ChainAnchored.TYPE),
                "ce_dataschema", Map.of("const", ChainAnchored.DATA_SCHEMA)), records.value(ChainAnchored.class)));
        channels.put("audit", ordered(
                "address", ChainAnchored.TOPIC,
                "description", "How long the services' audit chains were and how they ended; written by every service, "
                        + "for auditors alone to read, key = chain.",
                "messages", Map.of(name, Map.of("$ref", "#/components/messages/" + name)),
                "bindings", Map.of("kafka", binding(1,
                        ordered("cleanup.policy", List.of("delete"), "retention.ms", -1, "retention.bytes", -1)))));
        operations.put("sendAudit", ordered("action", "send", "channel", Map.of("$ref", "#/channels/audit")));
    }

    private static Map<String, Object> binding(Topic topic) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("cleanup.policy", List.of(topic.cleanup().name().toLowerCase(Locale.ROOT)));
        if (topic.cleanup() == Topic.Cleanup.DELETE) {
            settings.put("retention.ms", Topic.RETENTION.toMillis());
        }
        return binding(topic.partitions(), settings);
    }

    private static Map<String, Object> binding(int partitions, Map<String, Object> settings) {
        return ordered("partitions", partitions, "topicConfiguration", settings, "bindingVersion", BINDING);
    }

    private Map<String, Object> message(EventFamily<?, ?> family, EventFamily.Type<?, ?> type) {
        Map<String, Object> own = ordered(
                "ce_type", Map.of("const", type.token()),
                "ce_source", Map.of("const", family.source()),
                "ce_dataschema", Map.of("const", type.dataSchema()));
        return message(type.token(), SourceWords.of(type.happening()), "EventHeaders", own, records.value(type));
    }

    private static Map<String, Object> message(String token, String summary, String headers, Map<String, Object> own,
            Map<String, Object> payload) {
        return ordered(
                "name", token,
                "summary", summary,
                "contentType", "application/json",
                "headers", ordered("type", "object", "allOf", List.of(
                        Map.of("$ref", "#/components/schemas/" + headers),
                        ordered("type", "object", "properties", own))),
                "payload", payload,
                "bindings", Map.of("kafka", ordered(
                        "key", ordered("type", "string", "description", "Equal to ce_partitionkey"),
                        "bindingVersion", BINDING)));
    }

    private static Map<String, Object> anchorHeaders() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("content-type", Map.of("const", "application/json"));
        properties.put("ce_specversion", Map.of("const", "1.0"));
        properties.put("ce_id", text("<by>/<chain>/<entries>; the same claim always has the same id", "pattern",
                "^[^\\s/]+/[^\\s/]+/[0-9]+$"));
        properties.put("ce_source", text("The service that claims", "pattern", "^/twonets/[a-z-]+$"));
        properties.put("ce_type", text("What kind of event", "minLength", 1));
        properties.put("ce_time", text("When it was claimed", "format", "date-time"));
        properties.put("ce_subject", text("The chain", "minLength", 1));
        properties.put("ce_dataschema", text("Where at the gateway the JSON Schema of the value lies", "format",
                "uri-reference"));
        properties.put("ce_partitionkey", text("The record's key", "minLength", 1));
        return ordered(
                "type", "object",
                "description", "CloudEvents 1.0, Kafka protocol binding, binary mode",
                "required", List.copyOf(properties.keySet()),
                "properties", properties);
    }

    private static Map<String, Object> headers() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("content-type", Map.of("const", "application/json"));
        properties.put("ce_specversion", Map.of("const", "1.0"));
        properties.put("ce_id", text("<source>/<aggregate>/<epoch>.<sequence>; the same event always has the same id",
                "pattern", "^/twonets/[a-z]+/[^\\s]+/[0-9]+\\.[0-9]+$"));
        properties.put("ce_source", text("The one writer", "pattern", "^/twonets/[a-z]+$"));
        properties.put("ce_type", text("What kind of event", "pattern",
                "^cn\\.twonets\\.[a-z-]+\\.[a-z-]+\\.v[0-9]+$"));
        properties.put("ce_time", text("When it happened", "format", "date-time"));
        properties.put("ce_subject", text("What it is about", "minLength", 1));
        properties.put("ce_dataschema", text("Where at the gateway the JSON Schema of the value lies", "format",
                "uri-reference"));
        properties.put("ce_partitionkey", text("The record's key", "minLength", 1));
        properties.put("ce_sequence", text("Counts the aggregate's events from 1; orders as text", "pattern",
                "^[0-9]{10}$"));
        properties.put("ce_gridcode", text("The grid unit; absent where there is none", "minLength", 1));
        properties.put("ce_correlationid", text("Follows one request through the services", "minLength", 1));
        properties.put("traceparent", text("W3C trace context; absent where none was", "pattern",
                "^[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$"));
        return ordered(
                "type", "object",
                "description", "CloudEvents 1.0, Kafka protocol binding, binary mode",
                "required", properties.keySet()
                        .stream()
                        .filter(name -> !name.equals("ce_gridcode") && !name.equals("traceparent"))
                        .toList(),
                "properties", properties);
    }

    private static Map<String, Object> text(String description, String keyword, Object value) {
        return ordered("type", "string", "description", description, keyword, value);
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            map.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return map;
    }
}
