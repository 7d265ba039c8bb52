/** How much aid there is, counted. */
@NullMarked
package cn.twonets.resource.catalogue.metrics;

import org.jspecify.annotations.NullMarked;
