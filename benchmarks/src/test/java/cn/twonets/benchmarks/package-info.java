/** Judges the benchmarks by what they count, never by how fast they are. */
@NullMarked
package cn.twonets.benchmarks;

import org.jspecify.annotations.NullMarked;
