/** What became of everything that reached a case, counted. */
@NullMarked
package cn.twonets.dispatch.casework.metrics;

import org.jspecify.annotations.NullMarked;
