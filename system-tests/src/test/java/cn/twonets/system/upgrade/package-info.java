/** A release takes over from the one before: from what that one left, and while that one still runs beside it. */
@NullMarked
package cn.twonets.system.upgrade;

import org.jspecify.annotations.NullMarked;
