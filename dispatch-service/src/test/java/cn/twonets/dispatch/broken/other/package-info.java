/** Breaks rules on purpose. */
@NullMarked
package cn.twonets.dispatch.broken.other;

import org.jspecify.annotations.NullMarked;
