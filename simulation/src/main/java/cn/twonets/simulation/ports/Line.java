package cn.twonets.simulation.ports;

import cn.twonets.simulation.story.Fault;
import org.jspecify.annotations.Nullable;

/** What stands between one instance and store or broker: every call of a port passes here, and here things go wrong. */
public interface Line {
    /** At which kind of call it is. */
    enum At {
        READ, WRITE, WRITTEN, CLEAR, CLEARED, POOL_READ, POOL_WRITE, POOL_WRITTEN, SEND, SENT, COMMIT, COMMITTED
    }

    /**
     * Passes one call.
     *
     * @return what the port itself must do wrong now; null for nothing
     * @throws Crashed if the instance is, or has been, killed
     * @throws Unavailable if the store refuses
     */
    Fault.@Nullable What pass(At at);

    /** How many of so many writes of a bulk are done before the answer is lost. */
    int cut(int writes);
}
