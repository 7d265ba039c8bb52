/** What villages report, what they want, and what they answered; the authority on all three. */
@NullMarked
package cn.twonets.intake.needs;

import org.jspecify.annotations.NullMarked;
