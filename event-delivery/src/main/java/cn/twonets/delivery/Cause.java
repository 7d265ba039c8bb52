package cn.twonets.delivery;

import org.jspecify.annotations.Nullable;

/**
 * What made a change happen; travels with its events.
 *
 * @param correlationId follows one request through the services
 * @param traceparent W3C trace context; null where none is
 */
public record Cause(String correlationId, @Nullable String traceparent) {}
