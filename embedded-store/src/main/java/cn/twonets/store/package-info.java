/** A durable, single-process store that speaks MongoDB's wire protocol, for first looks, small sites and tests. */
@NullMarked
package cn.twonets.store;

import org.jspecify.annotations.NullMarked;
