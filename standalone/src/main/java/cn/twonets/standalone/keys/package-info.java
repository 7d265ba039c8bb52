/** {@code twonets keys}: rotates the master keys that private data are sealed with. */
@NullMarked
package cn.twonets.standalone.keys;

import org.jspecify.annotations.NullMarked;
