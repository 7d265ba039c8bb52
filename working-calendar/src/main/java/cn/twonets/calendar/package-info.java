/** China's working days: what a period given in working days means. */
@NullMarked
package cn.twonets.calendar;

import org.jspecify.annotations.NullMarked;
