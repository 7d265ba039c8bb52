package cn.twonets.dispatch.deadlines;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again at what should have been done by now. It pages by key until nothing is left, so that one that
 * fails blocks no other; it claims nothing: two instances only repeat each other, since every write is guarded. It does
 * not act while this machine's clock and the store's differ by more than {@link #MOST_DIFFERENCE}: a wrong clock would
 * escalate what is not overdue.
 */
public final class OverdueSweep {
    /** Clocks further apart than this are not to be trusted. */
    public static final Duration MOST_DIFFERENCE = Duration.ofSeconds(30);

    /** When something that failed is looked at again. */
    static final Duration AFTER_FAILURE = Duration.ofMinutes(5);

    private static final int PAGE = 200;

    private final Alarms alarms;
    private final StoreClock storeClock;
    private final Clock clock;
    private final Observer observer;

    /** Is told what a sweep met with. */
    public interface Observer {
        /** So many alarms were looked at. */
        void swept(int alarms);

        /** Of those looked at together, the one that had waited longest was looked at so long after its time. */
        default void late(Duration by) {
            // most do not care
        }

        /** One could not be looked at; it is postponed. */
        void failed(Alarm alarm, RuntimeException why);

        /** Nothing was looked at: the clocks differ by so much. */
        void refused(Duration difference);
    }

    public OverdueSweep(Alarms alarms, StoreClock storeClock, Clock clock, Observer observer) {
        this.alarms = alarms;
        this.storeClock = storeClock;
        this.clock = clock;
        this.observer = observer;
    }

    /**
     * Looks once at everything whose time has come.
     *
     * @return how many were looked at
     */
    public int sweep() {
        Duration difference = storeClock.difference();
        if (difference.compareTo(MOST_DIFFERENCE) > 0) {
            observer.refused(difference);
            return 0;
        }
        Instant now = clock.instant();
        int swept = 0;
        @Nullable
        Alarm last = null;
        for (List<Alarm> page = alarms.ringing(now, last, PAGE); !page.isEmpty(); page = alarms.ringing(now, last,
                PAGE)) {
            ring(page);
            observer.late(Duration.between(page.getFirst().at(), clock.instant()));
            swept += page.size();
            last = page.getLast();
        }
        observer.swept(swept);
        return swept;
    }

    /** All at once; if that fails, each for itself, so that the one at fault is found and only it is postponed. */
    private void ring(List<Alarm> page) {
        try {
            alarms.ring(page);
        } catch (RuntimeException together) {
            for (Alarm alarm : page) {
                ringAlone(alarm);
            }
        }
    }

    private void ringAlone(Alarm alarm) {
        try {
            alarms.ring(List.of(alarm));
        } catch (RuntimeException why) {
            observer.failed(alarm, why);
            alarms.postpone(alarm, clock.instant().plus(AFTER_FAILURE));
        }
    }
}
