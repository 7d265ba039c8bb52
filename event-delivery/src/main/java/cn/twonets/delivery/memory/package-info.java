/** Aggregates in memory, for tests and simulation: the same port with the same guards, and nothing survives the process. */
@NullMarked
package cn.twonets.delivery.memory;

import org.jspecify.annotations.NullMarked;
