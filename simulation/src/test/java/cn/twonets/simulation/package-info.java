/** The simulation in the build, and proof that it notices mistakes. */
@NullMarked
package cn.twonets.simulation;

import org.jspecify.annotations.NullMarked;
