package cn.twonets.system.faults;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Records that nobody may choke on, each made of a good record of the same topic by spoiling one thing. */
final class Poison {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int FIVE_MEGABYTES = 5 * 1024 * 1024;
    private static final int DEEP = 30_000;

    private final ConsumerRecord<byte[], byte[]> good;
    private final Map<String, Draft> kinds = new LinkedHashMap<>();

    /** A record in the making. */
    private final class Draft {
        private byte[] key = good.key();
        private byte[] value = good.value();
        private final List<Map.Entry<String, byte[]>> headers = new ArrayList<>();

        private Draft() {
            for (Header header : good.headers()) {
                headers.add(Map.entry(header.key(), header.value()));
            }
        }

        private void header(String name, byte[] content) {
            without(name);
            if (content != null) {
                headers.add(Map.entry(name, content));
            }
        }

        private void header(String name, String content) {
            header(name, content.getBytes(UTF_8));
        }

        private void without(String name) {
            headers.removeIf(header -> header.getKey().equals(name));
        }

        private void json(Consumer<ObjectNode> spoiling) {
            ObjectNode data = (ObjectNode) JSON.readTree(value);
            spoiling.accept(data);
            value = JSON.writeValueAsBytes(data);
        }

        private ProducerRecord<byte[], byte[]> on(int partition) {
            ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(good.topic(), partition, key, value);
            headers.forEach(header -> record.headers().add(header.getKey(), header.getValue()));
            return record;
        }
    }

    private Poison(ConsumerRecord<byte[], byte[]> good) {
        this.good = good;
    }

    /**
     * One record of every kind.
     *
     * @param good a record that is read well
     * @param partitions the records are spread over so many
     * @return by the name of the kind
     */
    static Map<String, ProducerRecord<byte[], byte[]>> of(ConsumerRecord<byte[], byte[]> good, int partitions) {
        Poison poison = new Poison(good);
        poison.values();
        poison.contents();
        poison.keys();
        poison.headers();
        Map<String, ProducerRecord<byte[], byte[]>> records = new LinkedHashMap<>();
        poison.kinds.forEach((kind, draft) -> records.put(kind, draft.on(records.size() % partitions)));
        return records;
    }

    private void kind(String name, Consumer<Draft> spoiling) {
        Draft draft = new Draft();
        spoiling.accept(draft);
        kinds.put(name, draft);
    }

    private void values() {
        kind("no value", draft -> draft.value = null);
        kind("empty value", draft -> draft.value = new byte[0]);
        kind("bad JSON", draft -> draft.value = "{\"happened\":{},\"state\":".getBytes(UTF_8));
        kind("JSON null", draft -> draft.value = "null".getBytes(UTF_8));
        kind("JSON of a wrong type", draft -> draft.value = "[1,2,3]".getBytes(UTF_8));
        kind("two JSON values", draft -> draft.value = joined(good.value(), good.value()));
        kind("text", draft -> draft.value = "not JSON at all".getBytes(UTF_8));
        kind("bad UTF-8", draft -> {
            draft.value = good.value().clone();
            draft.value[draft.value.length / 2] = (byte) 0xC3;
            draft.value[draft.value.length / 2 + 1] = (byte) 0x28;
        });
        kind("UTF-16", draft -> draft.value = new String(good.value(), UTF_8).getBytes(UTF_16BE));
        kind("huge nesting", draft -> draft.value = ("[".repeat(DEEP) + "]".repeat(DEEP)).getBytes(UTF_8));
        kind("huge nesting inside", draft -> draft.value = ("{\"happened\":" + "{\"a\":".repeat(DEEP / 5) + "1"
                + "}".repeat(DEEP / 5) + ",\"state\":{}}").getBytes(UTF_8));
        kind("five megabytes", draft -> {
            draft.value = new byte[FIVE_MEGABYTES];
            new Random(5).nextBytes(draft.value);
        });
        kind("five megabytes of spaces", draft -> {
            draft.value = new byte[FIVE_MEGABYTES];
            Arrays.fill(draft.value, (byte) ' ');
            System.arraycopy(good.value(), 0, draft.value, 0, good.value().length);
        });
    }

    private void contents() {
        kind("no state", draft -> draft.json(data -> data.remove("state")));
        kind("state of a wrong type", draft -> draft.json(data -> data.put("state", "open")));
        kind("state is empty", draft -> draft.json(data -> data.putObject("state")));
        kind("nothing happened", draft -> draft.json(data -> data.putNull("happened")));
        kind("no order", draft -> draft.json(data -> state(data).remove("order")));
        kind("negative order", draft -> draft.json(data -> order(data).put("sequence", -1)));
        kind("order too large", draft -> draft.json(
                data -> order(data).set("sequence", JSON.readTree("99999999999999999999999"))));
        kind("order with a fraction", draft -> draft.json(data -> order(data).put("sequence", 1.5)));
        kind("order of a wrong type", draft -> draft.json(data -> state(data).put("order", "first")));
        kind("before the first", draft -> {
            draft.json(data -> order(data).put("sequence", 0));
            draft.header("ce_id", headerOf("ce_id").replaceAll("\\.\\d+$", ".0"));
        });
        for (JsonNode field : List.of(JSON.nullNode(), JSON.valueToTree(List.of(1)))) {
            kind("every field is " + field, draft -> draft.json(
                    data -> state(data).propertyNames().stream().toList().forEach(
                            name -> state(data).set(name, field))));
        }
    }

    private void keys() {
        kind("no key", draft -> draft.key = null);
        kind("empty key", draft -> draft.key = new byte[0]);
        kind("bad UTF-8 in the key", draft -> draft.key = new byte[]{(byte) 0xFF, (byte) 0xFE, 'x'});
        kind("a key that is not the partition key", draft -> draft.key = "another-key-0001".getBytes(UTF_8));
        kind("the key of another aggregate", draft -> {
            draft.key = "another-key-0002".getBytes(UTF_8);
            draft.header("ce_partitionkey", "another-key-0002");
        });
    }

    private void headers() {
        kind("no headers", draft -> draft.headers.clear());
        for (String name : List.of("ce_specversion", "ce_type", "ce_id", "ce_time", "ce_subject", "ce_partitionkey",
                "ce_correlationid")) {
            kind("no " + name, draft -> draft.without(name));
            kind("blank " + name, draft -> draft.header(name, " "));
        }
        kind("unknown version", draft -> draft.header("ce_type", headerOf("ce_type").replaceAll("v1$", "v99")));
        kind("unknown type", draft -> draft.header("ce_type", "cn.twonets.need.forgotten.v1"));
        kind("type of bad UTF-8", draft -> draft.header("ce_type", new byte[]{(byte) 0xC3, (byte) 0x28}));
        kind("another version of CloudEvents", draft -> draft.header("ce_specversion", "0.3"));
        kind("a time that is none", draft -> draft.header("ce_time", "yesterday"));
        kind("an id of another order", draft -> draft.header("ce_id", headerOf("ce_id") + "7"));
        kind("a second type", draft -> draft.headers.add(
                Map.entry("ce_type", "cn.twonets.need.forgotten.v1".getBytes(UTF_8))));
        kind("a second id", draft -> draft.headers.add(Map.entry("ce_id", "another".getBytes(UTF_8))));
    }

    private String headerOf(String name) {
        return new String(good.headers().lastHeader(name).value(), UTF_8);
    }

    private static ObjectNode state(ObjectNode data) {
        return (ObjectNode) data.path("state");
    }

    private static ObjectNode order(ObjectNode data) {
        return (ObjectNode) state(data).path("order");
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
