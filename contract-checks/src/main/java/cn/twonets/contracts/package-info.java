/** Judges descriptions of interfaces: whether they are valid, and whether they keep what earlier ones promised. */
@NullMarked
package cn.twonets.contracts;

import org.jspecify.annotations.NullMarked;
