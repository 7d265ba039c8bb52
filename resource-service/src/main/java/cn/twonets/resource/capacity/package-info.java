/** Capacity of aid services: reserved, then confirmed or released, once. */
@NullMarked
package cn.twonets.resource.capacity;

import org.jspecify.annotations.NullMarked;
