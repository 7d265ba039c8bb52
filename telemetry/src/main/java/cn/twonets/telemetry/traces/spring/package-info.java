/** Gives a part its tracing, by configuration. */
@NullMarked
package cn.twonets.telemetry.traces.spring;

import org.jspecify.annotations.NullMarked;
