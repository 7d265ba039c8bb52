/** One OpenAPI document of everything and the page to try it on; the AsyncAPI document and its schemas. */
@NullMarked
package cn.twonets.gateway.documents;

import org.jspecify.annotations.NullMarked;
