/** Tests of the fuzzing itself. */
@NullMarked
package cn.twonets.fuzzing;

import org.jspecify.annotations.NullMarked;
