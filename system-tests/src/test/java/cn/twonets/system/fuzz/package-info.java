/** Every operation of every service, called with good and bad values from outside. */
@NullMarked
package cn.twonets.system.fuzz;

import org.jspecify.annotations.NullMarked;
