/** {@code twonets reconcile}: has all services compare what should be the same, and tells what differs. */
@NullMarked
package cn.twonets.standalone.reconcile;

import org.jspecify.annotations.NullMarked;
