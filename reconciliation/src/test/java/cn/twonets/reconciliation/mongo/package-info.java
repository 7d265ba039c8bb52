/** Tests of runs in MongoDB. */
@NullMarked
package cn.twonets.reconciliation.mongo;

import org.jspecify.annotations.NullMarked;
