/** What surrounds every request: its cause, its token, its size, its JSON. */
@NullMarked
package cn.twonets.api.web;

import org.jspecify.annotations.NullMarked;
