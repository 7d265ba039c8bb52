/** Which aid services fit a need, with reasons, and what the nearest misses lack. */
@NullMarked
package cn.twonets.resource.matching;

import org.jspecify.annotations.NullMarked;
