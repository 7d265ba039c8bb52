/** Runs the product as a stranger would. */
@NullMarked
package cn.twonets.standalone.up;

import org.jspecify.annotations.NullMarked;
