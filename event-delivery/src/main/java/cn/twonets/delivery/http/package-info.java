/** What services ask of each other over HTTP: tokens of their own, and the states that another one owns. */
@NullMarked
package cn.twonets.delivery.http;

import org.jspecify.annotations.NullMarked;
