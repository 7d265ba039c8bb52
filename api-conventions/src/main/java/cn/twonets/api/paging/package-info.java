/** Pages of a list, each naming where the next one begins. */
@NullMarked
package cn.twonets.api.paging;

import org.jspecify.annotations.NullMarked;
