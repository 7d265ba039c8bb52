/** Proves the local product. */
@NullMarked
package cn.twonets.standalone.submit;

import org.jspecify.annotations.NullMarked;
