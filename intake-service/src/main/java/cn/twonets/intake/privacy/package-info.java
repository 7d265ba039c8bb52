/** What must not be seen: values that do not print themselves, and the safe that they are kept in. */
@NullMarked
package cn.twonets.intake.privacy;

import org.jspecify.annotations.NullMarked;
