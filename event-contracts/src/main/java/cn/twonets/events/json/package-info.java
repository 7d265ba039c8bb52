/** Events as JSON and CloudEvents headers (Kafka protocol binding, binary mode). */
@NullMarked
package cn.twonets.events.json;

import org.jspecify.annotations.NullMarked;
