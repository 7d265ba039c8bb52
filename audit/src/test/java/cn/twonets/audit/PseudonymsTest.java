package cn.twonets.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ids go into entries; what people are called, their numbers and anything that could break a line do not. */
class PseudonymsTest {
    @ParameterizedTest
    @ValueSource(strings = {"k3f7abk3f7abk3f7abk3f7ab2z", "411082110213", "411082110213-G05", "411082-A03",
            "dispatch:twonets.needs.v1-3-1207", "N-2026-000017", "k3f7abk3f7abk3f7abk3f7ab2z.1",
            "village-leader:411082110213"})
    void leavesIdsAsTheyAre(String id) {
        assertThat(Pseudonyms.of(id)).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"张三", "13800005678", "x-13800005678", "410823194910010026", "41082319491001002X",
            "6222020200112233445", "zhang san", "a\"b", "a\\b", "a\nb", "", "-a", "a/b"})
    void leavesOutWhatCanBePersonalOrIsNoId(String text) {
        assertThat(Pseudonyms.of(text)).isEqualTo(Pseudonyms.LEFT_OUT);
    }

    @Test
    void writesOnlyVisibleAsciiAndNothingThatEndsAString() {
        byte[] fields = EntryFields.of(new Entry.Begun(new Actor("a\"b\\c\nd张", List.of()), "GET", List.of(), null,
                new Trace("c", "t")));
        assertThat(new String(fields, StandardCharsets.UTF_8)).contains("\"who\":\"a?b?c?d?\"");
    }

    @Test
    void namesChainsByServiceTimeAndChance() {
        ChainId id = ChainId.begin("aid-desk", java.time.Instant.parse("2026-11-21T19:50:00.123Z"),
                new java.util.Random(1));
        assertThat(id.value()).startsWith("aid-desk-20261121T195000123Z-");
        assertThat(id.service()).isEqualTo("aid-desk");
    }
}
