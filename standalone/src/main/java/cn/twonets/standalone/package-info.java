/** The whole product in one JVM, and the {@code twonets} command line. */
@NullMarked
package cn.twonets.standalone;

import org.jspecify.annotations.NullMarked;
