/** Classes that break each rule of the architecture once, so that the rules are known to bite. */
@NullMarked
package cn.twonets.dispatch.broken;

import org.jspecify.annotations.NullMarked;
