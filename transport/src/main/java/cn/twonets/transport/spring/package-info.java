/** One setting, {@code twonets.transport.bundle}, encrypts every connection of an application or refuses to start it. */
@NullMarked
package cn.twonets.transport.spring;

import org.jspecify.annotations.NullMarked;
