/** Many acts in one request, answered item by item. */
@NullMarked
package cn.twonets.api.bulk;

import org.jspecify.annotations.NullMarked;
