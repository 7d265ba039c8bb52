/** Dead letters of the running product, as an operator meets them. */
@NullMarked
package cn.twonets.system.deadletters;

import org.jspecify.annotations.NullMarked;
