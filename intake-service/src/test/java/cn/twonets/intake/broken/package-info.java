/** A feature that breaks every rule of the architecture on purpose, to prove that the rules bite. */
@NullMarked
package cn.twonets.intake.broken;

import org.jspecify.annotations.NullMarked;
