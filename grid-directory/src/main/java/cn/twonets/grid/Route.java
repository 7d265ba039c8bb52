package cn.twonets.grid;

import cn.twonets.events.CaseState.Responsible;
import java.util.List;

/**
 * Who is responsible, and why: a need never lands on nobody.
 *
 * @param found who must act
 * @param tried every candidate in the order in which it was looked at, the chosen one last
 */
public record Route(Responsible found, List<Tried> tried) {
    public Route {
        tried = List.copyOf(tried);
    }

    /** Whether nobody at all could be found, not even at the top, so that the city desk keeps it. */
    public boolean isLastResort() {
        return !tried.isEmpty() && tried.getLast().reason().equals(Tried.LAST_RESORT);
    }
}
