/** What shall happen in a simulation, before it happens: steps and faults drawn from a seed. */
@NullMarked
package cn.twonets.simulation.story;

import org.jspecify.annotations.NullMarked;
