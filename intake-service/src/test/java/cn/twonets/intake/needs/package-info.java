@NullMarked
package cn.twonets.intake.needs;

import org.jspecify.annotations.NullMarked;
