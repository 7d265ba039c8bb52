/** Which service may do what on the broker: the one list that every installation's access rules are made from. */
@NullMarked
package cn.twonets.events.rights;

import org.jspecify.annotations.NullMarked;
