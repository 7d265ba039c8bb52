package cn.twonets.telemetry.traces;

import org.jspecify.annotations.Nullable;

/** A piece of work in hand. Names and values are codes and numbers; nothing in them says anything about a person. */
public interface Span {
    /** The W3C {@code traceparent} for what this work causes; null if there was none and nothing is recorded. */
    @Nullable
    String traceparent();

    /** Names it anew, once more is known. */
    void name(String name);

    /** Adds what OpenTelemetry's semantic conventions know of such work. */
    void put(String attribute, String value);

    /** Adds a number. */
    void put(String attribute, long value);

    /** Marks it as failed, by the kind of the failure: messages may quote people. */
    void failed(String kind);

    /** Ends it; to be called once. */
    void end();
}
