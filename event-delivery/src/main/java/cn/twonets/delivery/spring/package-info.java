/** Puts delivery into a service: store client, aggregates, publisher, consumers, the periodic work, health. */
@NullMarked
package cn.twonets.delivery.spring;

import org.jspecify.annotations.NullMarked;
