/** One OpenAPI document of everything, and the page to try it on. */
@NullMarked
package cn.twonets.gateway.documents;

import org.jspecify.annotations.NullMarked;
