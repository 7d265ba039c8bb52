@NullMarked
package cn.twonets.intake;

import org.jspecify.annotations.NullMarked;
