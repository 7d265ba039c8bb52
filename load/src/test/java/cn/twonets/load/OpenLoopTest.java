package cn.twonets.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenLoopTest {
    @Test
    void keepsItsInstantsWhateverAnArrivalTakes() throws Exception {
        List<Long> intended = new ArrayList<>();
        OpenLoop loop = new OpenLoop(OpenLoop.Spread.FIXED, 0);
        loop.run(10, 1_000, (number, at) -> {
            intended.add(at);
            if (number == 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(80));
            }
        });
        for (int i = 1; i < intended.size(); i++) {
            assertThat(intended.get(i) - intended.get(i - 1)).isEqualTo(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void repeatsRandomDistancesForTheSameSeed() throws Exception {
        assertThat(distances(3)).isEqualTo(distances(3)).isNotEqualTo(distances(4));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN})
    void refusesARateThatIsNone(double rate) {
        assertThatThrownBy(() -> new OpenLoop(OpenLoop.Spread.FIXED, 0).run(1, rate, (number, at) -> {}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Long> distances(long seed) throws InterruptedException {
        List<Long> at = new ArrayList<>();
        new OpenLoop(OpenLoop.Spread.POISSON, seed).run(6, 10_000, (number, intended) -> at.add(intended));
        List<Long> distances = new ArrayList<>();
        for (int i = 1; i < at.size(); i++) {
            distances.add((at.get(i) - at.get(i - 1)) / 1_000);
        }
        return distances;
    }
}
