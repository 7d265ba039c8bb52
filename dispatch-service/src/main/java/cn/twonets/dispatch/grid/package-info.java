/** The grid office: import of units, posts and appointments, leave, and the list of what is left uncovered. */
@NullMarked
package cn.twonets.dispatch.grid;

import org.jspecify.annotations.NullMarked;
