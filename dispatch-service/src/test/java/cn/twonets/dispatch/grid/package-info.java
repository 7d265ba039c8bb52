/** Proves the grid office: files, plans, crashes between steps, and the whole way over HTTP. */
@NullMarked
package cn.twonets.dispatch.grid;

import org.jspecify.annotations.NullMarked;
