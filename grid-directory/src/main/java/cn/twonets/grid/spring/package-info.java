/** Gives every service its grid directory, the reader that feeds it, and its word in readiness. */
@NullMarked
package cn.twonets.grid.spring;

import org.jspecify.annotations.NullMarked;
