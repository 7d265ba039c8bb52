/** {@code twonets backup}, {@code restore} and {@code lost}: the county on another machine, and what it does not know any more. */
@NullMarked
package cn.twonets.standalone.backup;

import org.jspecify.annotations.NullMarked;
