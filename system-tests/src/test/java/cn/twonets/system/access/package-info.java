/** Who may call what, held against the running product. */
@NullMarked
package cn.twonets.system.access;

import org.jspecify.annotations.NullMarked;
