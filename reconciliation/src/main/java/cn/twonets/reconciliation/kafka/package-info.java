/** Topics and consumer groups, read beside all consumers. */
@NullMarked
package cn.twonets.reconciliation.kafka;

import org.jspecify.annotations.NullMarked;
