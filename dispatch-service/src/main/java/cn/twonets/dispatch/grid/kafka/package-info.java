/** Takes old units off the grid topic. */
@NullMarked
package cn.twonets.dispatch.grid.kafka;

import org.jspecify.annotations.NullMarked;
