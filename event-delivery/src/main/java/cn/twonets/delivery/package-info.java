/**
 * State and its events in one write, publishing, batch consumption, errors and dead letters. Knows no domain word; this
 * root package is pure Java, adapters lie in {@code mongo}, {@code kafka}, {@code memory} and {@code spring}.
 */
@NullMarked
package cn.twonets.delivery;

import org.jspecify.annotations.NullMarked;
