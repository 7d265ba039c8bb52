/** Tests of the running dispatch service: real store, real broker, real HTTP. */
@NullMarked
package cn.twonets.dispatch;

import org.jspecify.annotations.NullMarked;
