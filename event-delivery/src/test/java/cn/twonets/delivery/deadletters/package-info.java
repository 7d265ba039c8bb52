/** Entries of dead letters: one contract for every box, and what operators may do. */
@NullMarked
package cn.twonets.delivery.deadletters;

import org.jspecify.annotations.NullMarked;
