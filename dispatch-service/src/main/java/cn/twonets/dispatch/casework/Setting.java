package cn.twonets.dispatch.casework;

import cn.twonets.dispatch.deadlines.DeadlinePolicy;
import cn.twonets.dispatch.routing.Ruling;
import cn.twonets.dispatch.routing.RoutingPolicy;
import cn.twonets.events.CategoryCode;
import cn.twonets.events.Urgency;
import cn.twonets.grid.GridDirectory;
import java.time.Instant;

/**
 * Everything outside a case that a decision depends on.
 *
 * @param grid who is responsible
 * @param policy what category and urgency ask for
 * @param deadlines when things are due
 * @param now the present time
 */
record Setting(GridDirectory grid, RoutingPolicy policy, DeadlinePolicy deadlines, Instant now) {
    Ruling rule(CategoryCode category, Urgency urgency) {
        return policy.rule(category, urgency);
    }
}
