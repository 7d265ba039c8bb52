/**
 * The grid tree and the appointments in every service's memory: who is responsible, and what may this caller see. This
 * root package is pure Java, adapters lie in {@code kafka} and {@code spring}.
 */
@NullMarked
package cn.twonets.grid;

import org.jspecify.annotations.NullMarked;
