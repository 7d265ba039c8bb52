/** Events to and from Kafka: sending, topics, batch consumption, dead letters. */
@NullMarked
package cn.twonets.delivery.kafka;

import org.jspecify.annotations.NullMarked;
