/** The aid side for tests: cases as dispatch would state them, and everything in memory. */
@NullMarked
package cn.twonets.resource.testing;

import org.jspecify.annotations.NullMarked;
