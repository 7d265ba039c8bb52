/** Cases in MongoDB. */
@NullMarked
package cn.twonets.dispatch.casework.mongo;

import org.jspecify.annotations.NullMarked;
