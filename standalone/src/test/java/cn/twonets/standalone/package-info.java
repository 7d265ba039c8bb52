/** Proves the local product. */
@NullMarked
package cn.twonets.standalone;

import org.jspecify.annotations.NullMarked;
