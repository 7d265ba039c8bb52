@NullMarked
package cn.twonets.transport.kafka;

import org.jspecify.annotations.NullMarked;
