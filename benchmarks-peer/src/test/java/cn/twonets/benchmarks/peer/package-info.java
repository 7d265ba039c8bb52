/** Whether the peer does the same life, and whether its judge would notice if it did not. */
@NullMarked
package cn.twonets.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
