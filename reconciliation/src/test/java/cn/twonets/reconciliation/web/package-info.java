/** Words of reconciliation, tested. */
@NullMarked
package cn.twonets.reconciliation.web;

import org.jspecify.annotations.NullMarked;
