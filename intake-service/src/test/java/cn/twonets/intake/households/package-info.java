@NullMarked
package cn.twonets.intake.households;

import org.jspecify.annotations.NullMarked;
