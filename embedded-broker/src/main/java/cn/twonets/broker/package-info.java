/** Kafka itself inside this JVM: one node that is broker and controller, on loopback only. */
@NullMarked
package cn.twonets.broker;

import org.jspecify.annotations.NullMarked;
