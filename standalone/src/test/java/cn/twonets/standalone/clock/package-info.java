/** Proves the local product. */
@NullMarked
package cn.twonets.standalone.clock;

import org.jspecify.annotations.NullMarked;
