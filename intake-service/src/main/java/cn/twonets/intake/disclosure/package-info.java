/** What is shown unmasked, for which purpose. */
@NullMarked
package cn.twonets.intake.disclosure;

import org.jspecify.annotations.NullMarked;
