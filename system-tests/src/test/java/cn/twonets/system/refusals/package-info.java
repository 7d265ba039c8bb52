/** Bad calls to the running product, and what each is told. */
@NullMarked
package cn.twonets.system.refusals;

import org.jspecify.annotations.NullMarked;
