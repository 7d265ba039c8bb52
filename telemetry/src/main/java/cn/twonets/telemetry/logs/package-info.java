/** Log lines: human-readable or ECS JSON, with the trace that they belong to and without anybody's words. */
@NullMarked
package cn.twonets.telemetry.logs;

import org.jspecify.annotations.NullMarked;
