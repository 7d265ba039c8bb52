@NullMarked
package cn.twonets.intake.privacy;

import org.jspecify.annotations.NullMarked;
