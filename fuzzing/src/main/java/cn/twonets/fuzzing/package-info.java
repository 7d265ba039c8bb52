/** Feeds decoders with inputs that nobody meant to write, and tells which one they cannot bear. For tests. */
@NullMarked
package cn.twonets.fuzzing;

import org.jspecify.annotations.NullMarked;
