@NullMarked
package cn.twonets.audit.kafka;

import org.jspecify.annotations.NullMarked;
