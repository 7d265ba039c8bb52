/** Tests of the routing policy. */
@NullMarked
package cn.twonets.dispatch.routing;

import org.jspecify.annotations.NullMarked;
