@NullMarked
package cn.twonets.delivery.outbox;

import org.jspecify.annotations.NullMarked;
