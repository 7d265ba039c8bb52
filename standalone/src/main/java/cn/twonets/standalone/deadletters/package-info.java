/** {@code twonets dead-letters}: what a service could not read, seen and settled from the command line. */
@NullMarked
package cn.twonets.standalone.deadletters;

import org.jspecify.annotations.NullMarked;
