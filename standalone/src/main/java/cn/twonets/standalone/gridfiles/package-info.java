/** Imports the grid from CSV files: first shows what would change, then does it. */
@NullMarked
package cn.twonets.standalone.gridfiles;

import org.jspecify.annotations.NullMarked;
