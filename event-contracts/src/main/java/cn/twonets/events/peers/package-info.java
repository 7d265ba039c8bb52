/** What one service hears from another over HTTP: no more than it can hold. */
@NullMarked
package cn.twonets.events.peers;

import org.jspecify.annotations.NullMarked;
