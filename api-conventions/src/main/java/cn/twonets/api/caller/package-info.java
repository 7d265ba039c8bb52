/** Who calls: a post with roles, taken from a checked token. */
@NullMarked
package cn.twonets.api.caller;

import org.jspecify.annotations.NullMarked;
