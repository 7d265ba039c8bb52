/** The service of the grid and the key: routing, cases, deadlines, escalation. */
@NullMarked
package cn.twonets.dispatch;

import org.jspecify.annotations.NullMarked;
