/** Keeps the grid and its imports in MongoDB. */
@NullMarked
package cn.twonets.dispatch.grid.mongo;

import org.jspecify.annotations.NullMarked;
