/** The running product, killed at any instant. */
@NullMarked
package cn.twonets.system.crashes;

import org.jspecify.annotations.NullMarked;
