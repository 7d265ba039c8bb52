/** Which level must handle a need, and how the way to the responsible post is explained. Pure Java. */
@NullMarked
package cn.twonets.dispatch.routing;

import org.jspecify.annotations.NullMarked;
