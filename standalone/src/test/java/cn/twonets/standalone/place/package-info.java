/** Proves the local product. */
@NullMarked
package cn.twonets.standalone.place;

import org.jspecify.annotations.NullMarked;
