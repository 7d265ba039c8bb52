/** Sample households of the local product: labels, never invented people. */
@NullMarked
package cn.twonets.standalone.samples;

import org.jspecify.annotations.NullMarked;
