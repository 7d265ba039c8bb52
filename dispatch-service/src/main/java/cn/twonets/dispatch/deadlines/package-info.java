/** When something is due: working days, deadlines, and the sweep that escalates what is overdue. */
@NullMarked
package cn.twonets.dispatch.deadlines;

import org.jspecify.annotations.NullMarked;
