/** The rules of this service's shape, and code that breaks each of them on purpose. */
@NullMarked
package cn.twonets.resource.architecture;

import org.jspecify.annotations.NullMarked;
