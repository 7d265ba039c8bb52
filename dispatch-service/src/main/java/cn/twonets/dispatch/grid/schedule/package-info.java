/** Runs the grid's upkeep at its pace. */
@NullMarked
package cn.twonets.dispatch.grid.schedule;

import org.jspecify.annotations.NullMarked;
