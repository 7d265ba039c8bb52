/** One trace from the village to the department: where spans begin and end, whoever records them. */
@NullMarked
package cn.twonets.telemetry.traces;

import org.jspecify.annotations.NullMarked;
