/** Starts the parts of the product in this process, waits until they are ready, and stops them in order. */
@NullMarked
package cn.twonets.standalone.up;

import org.jspecify.annotations.NullMarked;
