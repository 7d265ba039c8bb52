/** Which path goes to which service, and what may pass. */
@NullMarked
package cn.twonets.gateway.routes;

import org.jspecify.annotations.NullMarked;
