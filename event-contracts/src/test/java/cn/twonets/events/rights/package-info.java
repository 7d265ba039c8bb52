@NullMarked
package cn.twonets.events.rights;

import org.jspecify.annotations.NullMarked;
