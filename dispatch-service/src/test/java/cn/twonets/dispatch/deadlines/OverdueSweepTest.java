package cn.twonets.dispatch.deadlines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OverdueSweepTest {
    private static final Instant NOW = Instant.parse("2026-03-02T01:00:00Z");

    private final Bells bells = new Bells();
    private final List<String> failed = new ArrayList<>();
    private final List<Duration> refused = new ArrayList<>();
    private Duration difference = Duration.ZERO;

    private final OverdueSweep sweep = new OverdueSweep(bells, () -> difference, Clock.fixed(NOW, ZoneOffset.UTC),
            new OverdueSweep.Observer() {
                @Override
                public void swept(int alarms) {
                }

                @Override
                public void failed(Alarm alarm, RuntimeException why) {
                    failed.add(alarm.id());
                }

                @Override
                public void refused(Duration by) {
                    refused.add(by);
                }
            });

    @Test
    void looksAtEverythingHoweverMuchThereIs() {
        IntStream.range(0, 1_001).forEach(i -> bells.at.put("bell-%04d".formatted(i), NOW.minusSeconds(i % 7)));
        assertThat(sweep.sweep()).isEqualTo(1_001);
        assertThat(bells.rung).hasSize(1_001).doesNotHaveDuplicates();
        assertThat(bells.longestPage).isEqualTo(200);
    }

    @Test
    void leavesAloneWhatIsNotYetDue() {
        bells.at.put("now", NOW);
        bells.at.put("later", NOW.plusMillis(1));
        sweep.sweep();
        assertThat(bells.rung).containsExactly("now");
    }

    @Test
    void letsOneThatFailsBlockNoOtherAndPostponesOnlyThat() {
        List.of("a", "bad", "c").forEach(id -> bells.at.put(id, NOW));
        bells.broken.add("bad");
        sweep.sweep();
        assertThat(bells.rung).contains("a", "c").doesNotContain("bad");
        assertThat(failed).containsExactly("bad");
        assertThat(bells.at).containsEntry("bad", NOW.plus(OverdueSweep.AFTER_FAILURE));
    }

    @Test
    void endsThoughNothingItLooksAtEverGetsDone() {
        bells.stubborn = true;
        IntStream.range(0, 450).forEach(i -> bells.at.put("bell-%04d".formatted(i), NOW));
        assertThat(sweep.sweep()).isEqualTo(450);
    }

    @Test
    void doesNothingWhileTheClocksDifferByMoreThanHalfAMinute() {
        bells.at.put("a", NOW);
        difference = Duration.ofMillis(30_001);
        assertThat(sweep.sweep()).isZero();
        assertThat(bells.rung).isEmpty();
        assertThat(refused).containsExactly(difference);

        difference = Duration.ofSeconds(30);
        assertThat(sweep.sweep()).isEqualTo(1);
    }

    @Test
    void doesNotHideThatTheStoreIsAway() {
        bells.at.put("a", NOW);
        bells.broken.add("a");
        bells.away = true;
        assertThatThrownBy(sweep::sweep).isInstanceOf(IllegalStateException.class);
    }

    /** Rings once, unless stubborn; those that are broken never can. */
    private static final class Bells implements Alarms {
        private static final Comparator<Alarm> ORDER = Comparator.comparing(Alarm::at).thenComparing(Alarm::id);

        private final TreeMap<String, Instant> at = new TreeMap<>();
        private final Set<String> broken = new HashSet<>();
        private final List<String> rung = new ArrayList<>();
        private boolean stubborn;
        private boolean away;
        private int longestPage;

        @Override
        public List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit) {
            return at.entrySet()
                    .stream()
                    .map(one -> new Alarm(one.getKey(), one.getValue()))
                    .filter(one -> !one.at().isAfter(now))
                    .sorted(ORDER)
                    .filter(one -> after == null || ORDER.compare(one, after) > 0)
                    .limit(limit)
                    .toList();
        }

        @Override
        public void ring(List<Alarm> alarms) {
            longestPage = Math.max(longestPage, alarms.size());
            if (alarms.stream().anyMatch(alarm -> broken.contains(alarm.id()))) {
                throw new IllegalStateException("broken");
            }
            for (Alarm alarm : alarms) {
                rung.add(alarm.id());
                if (!stubborn) {
                    at.remove(alarm.id());
                }
            }
        }

        @Override
        public void postpone(Alarm alarm, Instant until) {
            if (away) {
                throw new IllegalStateException("the store is away");
            }
            at.put(alarm.id(), until);
        }
    }
}
