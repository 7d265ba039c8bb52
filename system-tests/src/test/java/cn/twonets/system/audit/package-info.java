/** The audit of a running product, verified as an operator does. */
@NullMarked
package cn.twonets.system.audit;

import org.jspecify.annotations.NullMarked;
