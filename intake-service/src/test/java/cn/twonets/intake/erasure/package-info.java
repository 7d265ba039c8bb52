@NullMarked
package cn.twonets.intake.erasure;

import org.jspecify.annotations.NullMarked;
