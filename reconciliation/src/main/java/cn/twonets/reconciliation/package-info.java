/** Compares what should be the same in several places, names each difference, heals what can be healed. */
@NullMarked
package cn.twonets.reconciliation;

import org.jspecify.annotations.NullMarked;
