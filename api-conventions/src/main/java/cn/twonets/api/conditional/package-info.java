/** Versions that people see (ETag) and conditional writes (If-Match). */
@NullMarked
package cn.twonets.api.conditional;

import org.jspecify.annotations.NullMarked;
