/** Proves sending, reading and dead letters with a real broker that fails and comes back. */
@NullMarked
package cn.twonets.delivery.kafka;

import org.jspecify.annotations.NullMarked;
