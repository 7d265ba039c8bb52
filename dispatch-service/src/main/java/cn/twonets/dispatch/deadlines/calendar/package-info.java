/** Reads the working calendar's data files. */
@NullMarked
package cn.twonets.dispatch.deadlines.calendar;

import org.jspecify.annotations.NullMarked;
