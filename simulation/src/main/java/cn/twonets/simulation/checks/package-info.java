/** What must hold, judged by simple programs that share no code with what they judge. */
@NullMarked
package cn.twonets.simulation.checks;

import org.jspecify.annotations.NullMarked;
