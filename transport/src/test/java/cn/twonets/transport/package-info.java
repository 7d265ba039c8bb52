@NullMarked
package cn.twonets.transport;

import org.jspecify.annotations.NullMarked;
