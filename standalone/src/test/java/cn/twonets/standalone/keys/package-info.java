/** Proves the rotation of keys from the command line. */
@NullMarked
package cn.twonets.standalone.keys;

import org.jspecify.annotations.NullMarked;
