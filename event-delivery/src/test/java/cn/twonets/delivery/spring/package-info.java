/** Proves that a service delivers, whatever is away when it starts and while it runs. */
@NullMarked
package cn.twonets.delivery.spring;

import org.jspecify.annotations.NullMarked;
