/** How people write and read durations, tables and progress on a terminal. */
@NullMarked
package cn.twonets.standalone.words;

import org.jspecify.annotations.NullMarked;
