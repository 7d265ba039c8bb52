package cn.twonets.dispatch.routing;

import cn.twonets.events.CaseState.Responsible;
import cn.twonets.events.GridCode;
import cn.twonets.grid.Route;
import cn.twonets.grid.Tried;
import java.time.Instant;
import java.util.List;

/**
 * How a case came to its responsible post: kept with the case, so that anybody can be told why.
 *
 * @param at when it was looked for
 * @param why what made it necessary: {@code submitted}, {@code overdue}, {@code escalated} …
 * @param policy the codes of the ruling that applied; empty where none was asked
 * @param from where the search began
 * @param treeVersion the version of the tree that was in use
 * @param tried every candidate in the order in which it was looked at, and why it was chosen or passed over
 * @param found who must act
 */
public record RouteTaken(
        Instant at,
        String why,
        List<String> policy,
        GridCode from,
        long treeVersion,
        List<Tried> tried,
        Responsible found) {

    /** Writes down a route. */
    public static RouteTaken of(Instant at, String why, List<String> policy, GridCode from, long treeVersion,
            Route route) {
        return new RouteTaken(at, why, List.copyOf(policy), from, treeVersion, route.tried(), route.found());
    }

    /** Codes for the timeline, one for each candidate tried: {@code <unit>:<reason>}. */
    public List<String> reasons() {
        return tried.stream().map(one -> one.unit() + ":" + one.reason()).distinct().toList();
    }
}
