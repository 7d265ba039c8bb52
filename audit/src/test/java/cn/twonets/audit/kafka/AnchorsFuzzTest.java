package cn.twonets.audit.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.audit.Anchor;
import cn.twonets.audit.ChainId;
import cn.twonets.audit.Claim;
import cn.twonets.fuzzing.DecoderFuzz;
import cn.twonets.fuzzing.Words;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** Records on the topic of anchors that no service of ours wrote. */
class AnchorsFuzzTest {
    private static final ChainId CHAIN = new ChainId("intake-20261121T195000123Z-k3f7ab");

    private static Optional<Anchor> read(byte[] value) {
        return AnchorTopic.anchor(new ConsumerRecord<>(AnchorTopic.NAME, 0, 0, new byte[0], value));
    }

    @Test
    void takesARecordForAnAnchorOrForAForeignOne() throws InterruptedException {
        Anchor anchor = new Anchor(new Claim(CHAIN, 12, "ab".repeat(32)), CHAIN, Instant.parse("2026-11-21T20:00:00Z"));
        Map<String, Long> outcomes = DecoderFuzz.of("anchors", Words.JSON)
                .from(List.of(AnchorTopic.record(anchor).value()))
                .feed(input -> {
                    Optional<Anchor> found = read(input);
                    found.ifPresent(one -> assertThat(read(AnchorTopic.record(one).value())).contains(one));
                    return found.isPresent() ? "anchor" : "foreign";
                });
        assertThat(outcomes).containsKeys("anchor", "foreign");
    }
}
