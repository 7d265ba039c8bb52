/** {@code twonets audit}: whether the audit is still what was written, and who saw what; and the entries that commands write themselves. */
@NullMarked
package cn.twonets.standalone.audit;

import org.jspecify.annotations.NullMarked;
