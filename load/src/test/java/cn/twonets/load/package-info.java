/** The load is judged against a running product: lives must close, and the history must tell what was answered. */
@NullMarked
package cn.twonets.load;

import org.jspecify.annotations.NullMarked;
