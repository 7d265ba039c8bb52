/** Differences planted in a running product, and found. */
@NullMarked
package cn.twonets.system.reconcile;

import org.jspecify.annotations.NullMarked;
