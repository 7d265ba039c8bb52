/** What the services say to each other: topics, event families, the public state that every event carries, and ids. */
@NullMarked
package cn.twonets.events;

import org.jspecify.annotations.NullMarked;
