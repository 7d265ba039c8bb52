@NullMarked
package cn.twonets.reconciliation;

import org.jspecify.annotations.NullMarked;
