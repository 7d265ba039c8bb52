/** Reads the grid topic into the directory. */
@NullMarked
package cn.twonets.grid.kafka;

import org.jspecify.annotations.NullMarked;
