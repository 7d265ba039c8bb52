/** Puts reconciliation into a service. */
@NullMarked
package cn.twonets.reconciliation.spring;

import org.jspecify.annotations.NullMarked;
