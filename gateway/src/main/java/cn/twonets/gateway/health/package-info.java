/** Whether the services behind the door are ready. */
@NullMarked
package cn.twonets.gateway.health;

import org.jspecify.annotations.NullMarked;
