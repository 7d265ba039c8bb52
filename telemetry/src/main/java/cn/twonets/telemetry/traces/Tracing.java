package cn.twonets.telemetry.traces;

import org.jspecify.annotations.Nullable;

/**
 * Where spans begin. Without it being wanted it is {@link #OFF}: trace contexts go on from caller to event to consumer
 * all the same, and nothing is recorded.
 */
public interface Tracing {
    /** Records nothing. */
    Tracing OFF = new Tracing() {
        @Override
        public boolean isOn() {
            return false;
        }

        @Override
        public Span begin(Kind kind, String name, @Nullable String parent) {
            return new PassedOn(parent);
        }
    };

    /** From whose side a piece of work is seen. */
    enum Kind {
        /** A request that is answered. */
        SERVER,
        /** A record that is taken from a topic. */
        CONSUMER,
        /** A request that is made of another service. */
        CLIENT
    }

    /** Whether anything is recorded; else whoever works on many things at once may do without spans. */
    boolean isOn();

    /**
     * Begins a piece of work.
     *
     * @param name of few values: never an id, never anybody's words
     * @param parent the W3C {@code traceparent} of what caused it; null, or anything else that is none, begins a trace
     */
    Span begin(Kind kind, String name, @Nullable String parent);
}
