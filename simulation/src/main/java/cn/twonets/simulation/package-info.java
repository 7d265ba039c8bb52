/** The three services' decision cores run together in one thread: every fault, virtual time, a seed that repeats it all. */
@NullMarked
package cn.twonets.simulation;

import org.jspecify.annotations.NullMarked;
