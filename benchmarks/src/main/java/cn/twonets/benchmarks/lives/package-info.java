/** Whole lives of needs through the running product: how many a second, how long people wait, and what one costs. */
@NullMarked
package cn.twonets.benchmarks.lives;

import org.jspecify.annotations.NullMarked;
