/** The product with every connection encrypted and every service its own user of the broker. */
@NullMarked
package cn.twonets.system.transport;

import org.jspecify.annotations.NullMarked;
