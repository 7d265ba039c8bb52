/** The clock of a MongoDB server. */
@NullMarked
package cn.twonets.dispatch.deadlines.mongo;

import org.jspecify.annotations.NullMarked;
