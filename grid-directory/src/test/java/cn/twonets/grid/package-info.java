/** Proves the directory: trees, routes, scopes and the switching of versions. */
@NullMarked
package cn.twonets.grid;

import org.jspecify.annotations.NullMarked;
