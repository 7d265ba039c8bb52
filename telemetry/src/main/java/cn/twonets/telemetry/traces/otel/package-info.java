/** Spans by OpenTelemetry; loaded only where tracing is wanted. */
@NullMarked
package cn.twonets.telemetry.traces.otel;

import org.jspecify.annotations.NullMarked;
