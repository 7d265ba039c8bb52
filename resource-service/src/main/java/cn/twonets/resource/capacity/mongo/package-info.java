/** Pools in MongoDB. */
@NullMarked
package cn.twonets.resource.capacity.mongo;

import org.jspecify.annotations.NullMarked;
