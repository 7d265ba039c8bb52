/** Tests of how cases are looked up in the store. */
@NullMarked
package cn.twonets.dispatch.casework.mongo;

import org.jspecify.annotations.NullMarked;
