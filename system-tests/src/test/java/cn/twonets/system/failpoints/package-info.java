/** Halts or spoils a running product at named places; built into an agent's jar by tests alone. */
@NullMarked
package cn.twonets.system.failpoints;

import org.jspecify.annotations.NullMarked;
