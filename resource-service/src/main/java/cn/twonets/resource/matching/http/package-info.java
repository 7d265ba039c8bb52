/** Declared facts from the household register over HTTP. */
@NullMarked
package cn.twonets.resource.matching.http;

import org.jspecify.annotations.NullMarked;
