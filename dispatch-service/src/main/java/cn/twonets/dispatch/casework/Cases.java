package cn.twonets.dispatch.casework;

import cn.twonets.delivery.Aggregates;
import cn.twonets.delivery.Stored;
import cn.twonets.dispatch.deadlines.Alarm;
import cn.twonets.events.CaseEvent;
import cn.twonets.events.GridCode;
import cn.twonets.events.NeedId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All cases. Scope is inside each query of people: a case outside of it is not found, exactly as if it did not exist.
 */
public interface Cases {
    /** Where every case is written. */
    Aggregates<AidCase, CaseEvent> aggregates();

    /** One case, if it exists for whoever sees these units. */
    Optional<Stored<AidCase>> find(NeedId id, Set<GridCode> sees);

    /** Which of these exist for whoever sees these units. */
    Set<NeedId> visible(Collection<NeedId> ids, Set<GridCode> sees);

    /** At most so many cases of an inbox, in order, after a position; null begins at the first. */
    List<AidCase> list(Inbox inbox, Inbox.@Nullable Position after, int limit);

    /** At most so many cases that the clock must look at by now, in order, after one; null begins at the first. */
    List<Alarm> ringing(Instant now, @Nullable Alarm after, int limit);
}
