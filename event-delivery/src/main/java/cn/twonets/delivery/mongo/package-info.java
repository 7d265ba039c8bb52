/** Aggregates as documents of MongoDB, by single-document guarded writes alone. */
@NullMarked
package cn.twonets.delivery.mongo;

import org.jspecify.annotations.NullMarked;
