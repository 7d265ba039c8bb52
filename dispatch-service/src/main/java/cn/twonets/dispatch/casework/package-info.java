/** The life of a case: what may be done with it when, by whom, and what follows. Pure Java. */
@NullMarked
package cn.twonets.dispatch.casework;

import org.jspecify.annotations.NullMarked;
