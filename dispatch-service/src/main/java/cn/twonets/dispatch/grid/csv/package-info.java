/** Reads the grid's CSV files. */
@NullMarked
package cn.twonets.dispatch.grid.csv;

import org.jspecify.annotations.NullMarked;
