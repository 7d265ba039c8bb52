/** Proves delivery with the smallest aggregate that has every kind of part. */
@NullMarked
package cn.twonets.delivery;

import org.jspecify.annotations.NullMarked;
