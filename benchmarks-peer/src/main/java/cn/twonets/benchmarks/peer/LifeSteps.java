package cn.twonets.benchmarks.peer;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.flowable.engine.delegate.BpmnError;
import org.flowable.engine.delegate.DelegateExecution;
import org.flowable.engine.delegate.JavaDelegate;
import org.flowable.engine.impl.util.CommandContextUtil;

/** What the service tasks of a life do; each runs inside the transaction of its step. */
final class LifeSteps {
    private final RoutingTable table = new RoutingTable();
    private final ResourcePools pools;
    private final Clock clock;

    LifeSteps(ResourcePools pools, Clock clock) {
        this.pools = pools;
        this.clock = clock;
    }

    /** By the names under which the process definition calls them. */
    Map<Object, Object> byName() {
        return Map.of("route", (JavaDelegate) this::route, "escalate", (JavaDelegate) this::escalate, "reserve",
                (JavaDelegate) this::reserve, "offer", (JavaDelegate) this::offer, "settle",
                (JavaDelegate) this::settle);
    }

    private void route(DelegateExecution life) {
        RoutingTable.Answer answer = table.route(text(life, NeedLife.CATEGORY), text(life, NeedLife.URGENCY));
        assign(life, answer.level(), answer.time());
    }

    private void escalate(DelegateExecution life) {
        String post = text(life, NeedLife.RESPONSIBLE);
        RoutingTable.Level present = RoutingTable.Level.valueOf(post.substring(0, post.indexOf(':')));
        assign(life, present.above(), table.route(text(life, NeedLife.CATEGORY), text(life, NeedLife.URGENCY)).time());
    }

    private void assign(DelegateExecution life, RoutingTable.Level level, Duration time) {
        life.setVariable(NeedLife.RESPONSIBLE, level + ":" + text(life, NeedLife.UNIT));
        life.setTransientVariable(NeedLife.DUE_AT, Date.from(clock.instant().plus(time)));
    }

    private void reserve(DelegateExecution life) {
        String unit = text(life, NeedLife.UNIT);
        int resource = Integer.parseInt(unit.substring(unit.indexOf('-') + 1)) % pools.count();
        try {
            if (!pools.reserve(connection(), resource)) {
                throw new BpmnError(NeedLife.NO_CAPACITY);
            }
        } catch (SQLException failed) {
            throw new IllegalStateException("resource " + resource + " could not be reserved", failed);
        }
        life.setVariable(NeedLife.RESOURCE, resource);
    }

    private void offer(DelegateExecution life) {
        life.setVariable(NeedLife.REFERRAL, life.getProcessInstanceId() + ".1");
    }

    private void settle(DelegateExecution life) {
        int resource = (Integer) life.getVariable(NeedLife.RESOURCE);
        try {
            pools.settle(connection(), resource);
        } catch (SQLException failed) {
            throw new IllegalStateException("resource " + resource + " could not be settled", failed);
        }
    }

    private static String text(DelegateExecution life, String variable) {
        return (String) life.getVariable(variable);
    }

    /** The connection of the engine's running transaction. */
    private static Connection connection() {
        return CommandContextUtil.getDbSqlSession().getSqlSession().getConnection();
    }
}
