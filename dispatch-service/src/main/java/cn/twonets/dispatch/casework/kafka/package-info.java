/** What dispatch reads from Kafka. */
@NullMarked
package cn.twonets.dispatch.casework.kafka;

import org.jspecify.annotations.NullMarked;
