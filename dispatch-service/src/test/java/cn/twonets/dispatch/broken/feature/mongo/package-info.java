/** Breaks rules on purpose. */
@NullMarked
package cn.twonets.dispatch.broken.feature.mongo;

import org.jspecify.annotations.NullMarked;
