/** Puts dead letters into a service. */
@NullMarked
package cn.twonets.deadletters.spring;

import org.jspecify.annotations.NullMarked;
