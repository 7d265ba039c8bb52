/** Tests of deadlines and of the sweep. */
@NullMarked
package cn.twonets.dispatch.deadlines;

import org.jspecify.annotations.NullMarked;
