/** Reads the working calendar's data files. */
@NullMarked
package cn.twonets.calendar.file;

import org.jspecify.annotations.NullMarked;
