/** Proves the local product. */
@NullMarked
package cn.twonets.standalone.issuer;

import org.jspecify.annotations.NullMarked;
