/** Judges a product from outside: the clients' own history against what lies in the stores and on the topics. */
@NullMarked
package cn.twonets.system.judge;

import org.jspecify.annotations.NullMarked;
