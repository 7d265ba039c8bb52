package cn.twonets.audit.kafka;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.events.ChainAnchored;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.TopicConfig;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The topic of anchors, {@value #NAME}: one partition, kept for ever, every service writes to it, only auditors need to
 * read it. Records are CloudEvents in binary mode with the chain as key.
 */
public final class AnchorTopic {
    /** Its name on the broker. */
    public static final String NAME = ChainAnchored.TOPIC;

    private static final String FOR_EVER = "-1";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private AnchorTopic() {
    }

    /** The topic as it is to be made. */
    public static NewTopic asNew() {
        return new NewTopic(NAME, Optional.of(1), Optional.empty()).configs(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_DELETE,
                TopicConfig.RETENTION_MS_CONFIG, FOR_EVER,
                TopicConfig.RETENTION_BYTES_CONFIG, FOR_EVER));
    }

    static ProducerRecord<byte[], byte[]> record(Anchor anchor) {
        Claim claim = anchor.claim();
        byte[] value = JSON.writeValueAsBytes(new ChainAnchored(claim.chain().value(), claim.chain().service(),
                claim.entries(), claim.head(), anchor.by().value(), anchor.at()));
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(NAME, bytes(claim.chain().value()), value);
        Map.of("content-type", "application/json",
                "ce_specversion", "1.0",
                "ce_id", anchor.by() + "/" + claim.chain() + "/" + claim.entries(),
                "ce_source", "/twonets/" + anchor.by().service(),
                "ce_type", ChainAnchored.TYPE,
                "ce_dataschema", ChainAnchored.DATA_SCHEMA,
                "ce_time", anchor.at().toString(),
                "ce_subject", claim.chain().value(),
                "ce_partitionkey", claim.chain().value())
                .forEach((name, text) -> record.headers().add(name, bytes(text)));
        return record;
    }

    /** Empty if that is no anchor: then somebody else wrote to the topic. */
    static Optional<Anchor> anchor(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return Optional.empty();
        }
        try {
            JsonNode value = JSON.readTree(record.value());
            Claim claim = new Claim(new ChainId(value.path("chain").asString("")), value.path("entries").asLong(0),
                    value.path("head").asString(""));
            return Optional.of(new Anchor(claim, new ChainId(value.path("by").asString("")),
                    Instant.parse(value.path("at").asString(""))));
        } catch (JacksonException | IllegalArgumentException | DateTimeException foreign) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
