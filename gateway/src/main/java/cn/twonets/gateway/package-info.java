/** The one door to the three services: it routes and guards, and decides nothing. */
@NullMarked
package cn.twonets.gateway;

import org.jspecify.annotations.NullMarked;
