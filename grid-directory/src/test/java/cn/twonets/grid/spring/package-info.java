/** Proves what a service gets. */
@NullMarked
package cn.twonets.grid.spring;

import org.jspecify.annotations.NullMarked;
