package cn.twonets.dispatch.deadlines;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that has something to do at some time. */
public interface Alarms {
    /** At most so many that should have been looked at by now, in order of time and id, after one; null begins anew. */
    List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit);

    /** Looks at all of these and does what the time asks for. Repeats are harmless. */
    void ring(List<Alarm> alarms);

    /** Has one looked at again only then, since looking at it now failed. Its due times stay. */
    void postpone(Alarm alarm, Instant until);
}
