/** How often a caller may knock. */
@NullMarked
package cn.twonets.gateway.limits;

import org.jspecify.annotations.NullMarked;
