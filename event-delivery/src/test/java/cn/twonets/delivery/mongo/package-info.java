/** Proves the Mongo adapter on the embedded store, and on a real server where one is named. */
@NullMarked
package cn.twonets.delivery.mongo;

import org.jspecify.annotations.NullMarked;
