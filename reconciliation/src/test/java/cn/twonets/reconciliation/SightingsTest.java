package cn.twonets.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import cn.twonets.events.EventOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SightingsTest {
    private static EventOrder order(int epoch, long sequence) {
        return new EventOrder(epoch, sequence);
    }

    /** Repeats, gaps, wrong orders and a second epoch, against plain sets. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void knowsExactlyWhatItSaw(long seed) {
        Random random = new Random(seed);
        Sightings sightings = new Sightings(10, false);
        Map<String, Set<EventOrder>> model = new HashMap<>();
        for (int i = 0; i < 60_000; i++) {
            String aggregate = "need-" + random.nextInt(4_000);
            Set<EventOrder> seen = model.computeIfAbsent(aggregate, none -> new HashSet<>());
            EventOrder next = order(random.nextInt(20) == 0 ? 1 : 0,
                    random.nextInt(3) == 0 ? 1 + random.nextInt(12) : seen.size() + 1);
            seen.add(next);
            sightings.saw(aggregate, next, i);
        }

        model.forEach((aggregate, seen) -> {
            for (int epoch = 0; epoch < 2; epoch++) {
                long last = 0;
                for (int sequence = 1; sequence < 60; sequence++) {
                    boolean there = seen.contains(order(epoch, sequence));
                    last = there ? sequence : last;
                    assertThat(sightings.has(aggregate, order(epoch, sequence)))
                            .as("seed %d, %s %d.%d", seed, aggregate, epoch, sequence).isEqualTo(there);
                }
                assertThat(sightings.last(aggregate, epoch)).isEqualTo(last);
            }
        });
        assertThat(sightings.has("somebody-else", order(0, 1))).isFalse();
    }

    @Test
    void tellsWholeCoursesFromBrokenOnes() {
        Sightings sightings = new Sightings(10, false);
        for (long sequence : new long[]{1, 2, 2, 1, 3}) {
            sightings.saw("whole", order(0, sequence), 0);
        }
        for (long sequence : new long[]{2, 3}) {
            sightings.saw("headless", order(0, sequence), 0);
        }
        for (long sequence : new long[]{1, 3}) {
            sightings.saw("gap", order(0, sequence), 0);
        }

        assertThat(sightings.hasFrom(1, "whole", order(0, 3))).isTrue();
        assertThat(sightings.hasFrom(1, "whole", order(0, 4))).isFalse();
        assertThat(sightings.hasFrom(1, "headless", order(0, 3))).isFalse();
        assertThat(sightings.hasFrom(1, "gap", order(0, 3))).isFalse();
        sightings.saw("gap", order(0, 2), 0);
        assertThat(sightings.hasFrom(1, "gap", order(0, 3))).isTrue();
    }

    @Test
    void expectsOnlyTheNewestOfACompactedTopic() {
        Sightings sightings = new Sightings(10, true);
        sightings.saw("service", order(0, 4), 0);
        sightings.saw("service", order(0, 9), 1);

        assertThat(sightings.has("service", order(0, 9))).isTrue();
        assertThat(sightings.has("service", order(0, 4))).isFalse();
    }

    @Test
    void namesThePlacesOfWhatNobodyClaimed() {
        Sightings sightings = new Sightings(10, false);
        for (int i = 0; i < 5_000; i++) {
            sightings.saw("need-" + i, order(0, 1), i);
            if (i % 1_000 != 7) {
                sightings.match("need-" + i, 0);
            }
        }
        List<Long> places = new ArrayList<>();
        sightings.eachUnmatched(places::add);

        assertThat(places).containsExactlyInAnyOrder(7L, 1_007L, 2_007L, 3_007L, 4_007L);
    }

    @Test
    void keepsAMillionAggregatesInThirtyFiveMegabytesWhereTheyAreExpected() {
        Sightings sightings = new Sightings(1_000_000, false);
        for (int i = 0; i < 1_000_000; i++) {
            sightings.saw("need-" + i, order(0, 1), i);
        }

        assertThat(sightings.size()).as("no two taken for one").isEqualTo(1_000_000);
        assertThat(sightings.bytes()).isLessThan(35_000_000);
    }
}
