@NullMarked
package cn.twonets.intake.disclosure;

import org.jspecify.annotations.NullMarked;
