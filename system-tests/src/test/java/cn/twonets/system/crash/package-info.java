/** The crash test in short, at every narrow place, and with faults planted that it must find. */
@NullMarked
package cn.twonets.system.crash;

import org.jspecify.annotations.NullMarked;
