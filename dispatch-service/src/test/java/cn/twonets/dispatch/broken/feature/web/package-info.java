/** Breaks rules on purpose. */
@NullMarked
package cn.twonets.dispatch.broken.feature.web;

import org.jspecify.annotations.NullMarked;
