/** Proves that the judge sees what it must see. */
@NullMarked
package cn.twonets.system.judge;

import org.jspecify.annotations.NullMarked;
