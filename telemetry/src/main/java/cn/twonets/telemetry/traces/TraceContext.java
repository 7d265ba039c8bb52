package cn.twonets.telemetry.traces;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What caused the work that a thread is doing, so that the questions it asks of other services become part of the same
 * trace. It does not follow work to another thread by itself; see {@link #carried}.
 */
public final class TraceContext {
    private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

    private TraceContext() {
    }

    /** The W3C {@code traceparent} of this thread's work; null where it has no cause, or several. */
    public static @Nullable String current() {
        return CURRENT.get();
    }

    /** From here on, until this thread leaves it; null for work without a cause. */
    public static void enter(@Nullable String traceparent) {
        if (traceparent == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(traceparent);
        }
    }

    /** This thread's work has no cause any more. */
    public static void leave() {
        CURRENT.remove();
    }

    /** The same work with the cause that this thread's has now, for another thread to do. */
    public static <T> Callable<T> carried(Callable<T> work) {
        String cause = current();
        return () -> {
            enter(cause);
            try {
                return work.call();
            } finally {
                leave();
            }
        };
    }
}
