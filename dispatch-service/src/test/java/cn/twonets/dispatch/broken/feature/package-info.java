/** Breaks rules on purpose. */
@NullMarked
package cn.twonets.dispatch.broken.feature;

import org.jspecify.annotations.NullMarked;
