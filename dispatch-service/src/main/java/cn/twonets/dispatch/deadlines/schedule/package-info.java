/** Has the sweep run again and again while the service runs. */
@NullMarked
package cn.twonets.dispatch.deadlines.schedule;

import org.jspecify.annotations.NullMarked;
