/** The only source of the present time. */
@NullMarked
package cn.twonets.api.time;

import org.jspecify.annotations.NullMarked;
