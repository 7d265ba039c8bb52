/** {@code twonets audit}: whether the audit is still what was written, and who saw what. */
@NullMarked
package cn.twonets.standalone.audit;

import org.jspecify.annotations.NullMarked;
