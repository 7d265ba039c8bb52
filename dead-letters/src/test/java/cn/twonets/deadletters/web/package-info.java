/** Dead letters over HTTP. */
@NullMarked
package cn.twonets.deadletters.web;

import org.jspecify.annotations.NullMarked;
