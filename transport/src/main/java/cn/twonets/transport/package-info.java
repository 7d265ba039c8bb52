/** How the connections of a part are opened: all of them plainly, or all of them encrypted. */
@NullMarked
package cn.twonets.transport;

import org.jspecify.annotations.NullMarked;
