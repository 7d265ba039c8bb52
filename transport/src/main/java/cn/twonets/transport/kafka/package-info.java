/** As whom, and how encrypted, this part speaks to the brokers. */
@NullMarked
package cn.twonets.transport.kafka;

import org.jspecify.annotations.NullMarked;
