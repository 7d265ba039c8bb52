/** How fast this machine can be at most: the bare store and the bare broker, without any of the product's work. */
@NullMarked
package cn.twonets.benchmarks;

import org.jspecify.annotations.NullMarked;
