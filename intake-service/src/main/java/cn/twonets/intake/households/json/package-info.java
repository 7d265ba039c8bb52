/** What is private about a household as text, for the safe alone. */
@NullMarked
package cn.twonets.intake.households.json;

import org.jspecify.annotations.NullMarked;
