/** Proves order, ids and topics. */
@NullMarked
package cn.twonets.events;

import org.jspecify.annotations.NullMarked;
