/** Deciding, marking as unpublished, sending in order, lazy clearing and the sweep: all that does not depend on the store or the broker. */
@NullMarked
package cn.twonets.delivery.outbox;

import org.jspecify.annotations.NullMarked;
