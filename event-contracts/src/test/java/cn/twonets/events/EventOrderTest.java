package cn.twonets.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventOrderTest {
    @ParameterizedTest
    @CsvSource({"0,1, 0,0, true", "0,2, 0,2, false", "0,9, 0,10, false", "1,1, 0,999999, true", "0,999999, 1,1, false"})
    void comparesByEpochFirstAndThenBySequence(int epoch, long sequence, int otherEpoch, long other, boolean after) {
        assertThat(new EventOrder(epoch, sequence).isAfter(new EventOrder(otherEpoch, other))).isEqualTo(after);
    }

    @Test
    void countsOnWithinItsEpoch() {
        assertThat(new EventOrder(2, 41).next()).isEqualTo(new EventOrder(2, 42));
        assertThat(EventOrder.NONE.next()).isEqualTo(new EventOrder(0, 1));
        assertThat(new EventOrder(2, 41)).hasToString("2.41");
    }

    @ParameterizedTest
    @CsvSource({"-1,1", "0,-1"})
    void refusesNegativeParts(int epoch, long sequence) {
        assertThatThrownBy(() -> new EventOrder(epoch, sequence)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void bringsAnyShuffleBackIntoTheSameOrder(long seed) {
        List<EventOrder> ordered = new ArrayList<>();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (long sequence = 1; sequence <= 40; sequence++) {
                ordered.add(new EventOrder(epoch, sequence));
            }
        }
        List<EventOrder> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(seed));
        Collections.sort(shuffled);
        assertThat(shuffled).as("seed %d", seed).isEqualTo(ordered);
    }
}
