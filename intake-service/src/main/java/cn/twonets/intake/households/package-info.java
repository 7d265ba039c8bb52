/** The household register of the village: where a household belongs, who helps it, and, apart and encrypted, who it is. */
@NullMarked
package cn.twonets.intake.households;

import org.jspecify.annotations.NullMarked;
