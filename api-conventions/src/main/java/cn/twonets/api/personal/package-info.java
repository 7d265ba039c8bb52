/** Keeps numbers of people out of what is published under ids, posts and names. */
@NullMarked
package cn.twonets.api.personal;

import org.jspecify.annotations.NullMarked;
