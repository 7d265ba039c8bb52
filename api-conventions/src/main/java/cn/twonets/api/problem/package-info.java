/** Every error as application/problem+json (RFC 9457), in Chinese or English. */
@NullMarked
package cn.twonets.api.problem;

import org.jspecify.annotations.NullMarked;
