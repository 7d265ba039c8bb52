/** Proves the reader against a real broker. */
@NullMarked
package cn.twonets.grid.kafka;

import org.jspecify.annotations.NullMarked;
