/** A receiver of traces for tests. */
@NullMarked
package cn.twonets.telemetry.testing;

import org.jspecify.annotations.NullMarked;
