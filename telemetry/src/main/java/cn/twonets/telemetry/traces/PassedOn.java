package cn.twonets.telemetry.traces;

import org.jspecify.annotations.Nullable;

/** No span: passes on what it was given. */
record PassedOn(@Nullable String traceparent) implements Span {
    @Override
    public void name(String name) {
        // not recorded
    }

    @Override
    public void put(String attribute, String value) {
        // not recorded
    }

    @Override
    public void put(String attribute, long value) {
        // not recorded
    }

    @Override
    public void failed(String kind) {
        // not recorded
    }

    @Override
    public void end() {
        // not recorded
    }
}
