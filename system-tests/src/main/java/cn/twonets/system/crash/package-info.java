/** Kills the running product again and again while people work with it, and has it judged. */
@NullMarked
package cn.twonets.system.crash;

import org.jspecify.annotations.NullMarked;
