/** The committed OpenAPI document of a service, served by it. */
@NullMarked
package cn.twonets.api.openapi;

import org.jspecify.annotations.NullMarked;
