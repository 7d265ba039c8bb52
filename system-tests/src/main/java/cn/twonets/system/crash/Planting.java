package cn.twonets.system.crash;

import cn.twonets.events.PostId;
import cn.twonets.load.Fleet;
import cn.twonets.load.Village;
import cn.twonets.standalone.http.Answer;
import cn.twonets.standalone.http.Api;
import cn.twonets.system.judge.Poison;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What is planted into a run to be found, or not to be found, afterwards: personal data, and records nobody can read. */
public final class Planting {
    /** Every text that is entered as personal data; that of the lives themselves last. */
    public static final List<String> CANARIES = List.of("金丝雀甲乙", identityNumber(), "13900000417", "金丝雀手记不得外传",
            "金丝雀诉求不得外传", "样例描述");

    private static final List<String> TOPICS = List.of("twonets.needs.v1", "twonets.dispatch.v1",
            "twonets.resolutions.v1");
    /** Larger than anything the product sends. */
    private static final int TOO_BIG = 5_000_000;
    /** Planted where the broker does not take {@link #TOO_BIG}: above what an event may have, below the broker's limit. */
    private static final int NEARLY_TOO_BIG = 700_000;
    private static final int LEFT_ALONE = 8;
    private static final String VILLAGE = "411082110213";

    private Planting() {
    }

    /** A household and a need made of nothing but canaries; returns the need's id. */
    public static String canaries(Api api) throws IOException {
        PostId member = new PostId("village-member:" + VILLAGE);
        Answer household = api.post(member, "/api/v1/households",
                Map.of("unit", VILLAGE + "-G01", "helper", member.value(), "personal",
                        Map.of("name", CANARIES.get(0), "identityNumber", CANARIES.get(1), "phone", CANARIES.get(2),
                                "note", CANARIES.get(3)),
                        "facts", Map.of("insured", false)),
                "canary-household");
        require(household, "the canaries' household");
        Answer need = api.post(member, "/api/v1/needs",
                Map.of("household", household.body().path("id").asString(""), "category", "dispute", "description",
                        CANARIES.get(4), "basis", Map.of("kind", "DUTY")),
                "canary-need");
        require(need, "the canaries' need");
        return need.body().path("id").asString("");
    }

    /** Some needs that nobody will act on, so that they go up from level to level; their ids. */
    public static Set<String> needs(Api api, Fleet fleet) throws IOException {
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < LEFT_ALONE; i++) {
            ids.add(need(api, fleet.village(i), i % 2 == 0 ? "dispute" : "housing", "left-alone-" + i));
        }
        return ids;
    }

    /** A need of a village; its id. */
    static String need(Api api, Village village, String category, String key) throws IOException {
        Answer need = api.post(village.member(), "/api/v1/needs",
                Map.of("household", village.household(), "category", category, "description",
                        CANARIES.getLast() + " " + key, "basis", Map.of("kind", "DUTY")),
                key);
        require(need, "a need that is left alone");
        return need.body().path("id").asString("");
    }

    private static void require(Answer answer, String what) throws IOException {
        if (!answer.isSuccess()) {
            throw new IOException(what + " was refused: " + answer.problem());
        }
    }

    /** A number of the right form (GB 11643) that belongs to nobody: its order code is not given to people. */
    static String identityNumber() {
        String digits = "41108219490101000";
        int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * (digits.charAt(i) - '0');
        }
        return digits + "10X98765432".charAt(sum % 11);
    }

    /**
     * One record of every kind that cannot be read, on each topic of events; where they lie.
     *
     * @param messages is told what the broker did not take
     */
    public static List<Poison> poisons(String bootstrapServers, Consumer<String> messages) {
        List<Poison> planted = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 2 * TOO_BIG, "acks", "all"),
                new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String topic : TOPICS) {
                String type = switch (topic) {
                    case "twonets.needs.v1" -> "cn.twonets.need.submitted.v1";
                    case "twonets.dispatch.v1" -> "cn.twonets.case.assigned.v1";
                    default -> "cn.twonets.referral.offered.v1";
                };
                plant(producer, planted, topic, "bad JSON", "poison", type, text("{\"happened\":"));
                plant(producer, planted, topic, "wrong type", "poison", "cn.twonets.household.registered.v1",
                        text("{}"));
                plant(producer, planted, topic, "unknown version", "poison", type.replace(".v1", ".v9"), text("{}"));
                plant(producer, planted, topic, "no key", null, type, text("{\"happened\":{},\"state\":{}}"));
                plant(producer, planted, topic, "no value", "poison", type, null);
                plantTooBig(producer, planted, topic, type, messages);
                plant(producer, planted, topic, "bad UTF-8", "poison", type, new byte[]{'"', (byte) 0xc3, '"'});
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a poison record could not be planted", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while planting", e);
        }
        return planted;
    }

    private static void plantTooBig(KafkaProducer<byte[], byte[]> producer, List<Poison> planted, String topic,
            String type, Consumer<String> messages) throws ExecutionException, InterruptedException {
        try {
            plant(producer, planted, topic, "too big", "poison", type, new byte[TOO_BIG]);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof RecordTooLargeException)) {
                throw e;
            }
            messages.accept("the broker does not take a record of " + TOO_BIG + " bytes on " + topic + "; one of "
                    + NEARLY_TOO_BIG + " bytes is planted instead");
            plant(producer, planted, topic, "too big", "poison", type, new byte[NEARLY_TOO_BIG]);
        }
    }

    private static void plant(KafkaProducer<byte[], byte[]> producer, List<Poison> planted, String topic, String kind,
            @Nullable String key, String type, byte @Nullable [] value)
            throws ExecutionException, InterruptedException {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, key == null ? null : text(key), value);
        record.headers().add("ce_specversion", text("1.0")).add("ce_type", text(type));
        RecordMetadata there = producer.send(record).get();
        planted.add(new Poison(kind, topic, there.partition(), there.offset()));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
