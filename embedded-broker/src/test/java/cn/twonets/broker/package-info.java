/** Proves the broker against the ordinary Kafka clients. */
@NullMarked
package cn.twonets.broker;

import org.jspecify.annotations.NullMarked;
