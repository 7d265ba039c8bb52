/** Starts the product as its users do, in a process of its own, and speaks to it as the people in the county do. */
@NullMarked
package cn.twonets.system.kit;

import org.jspecify.annotations.NullMarked;
