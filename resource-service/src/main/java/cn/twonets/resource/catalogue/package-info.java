/** Providers and the aid services that they publish. */
@NullMarked
package cn.twonets.resource.catalogue;

import org.jspecify.annotations.NullMarked;
