/** How all our HTTP APIs behave. */
@NullMarked
package cn.twonets.api;

import org.jspecify.annotations.NullMarked;
