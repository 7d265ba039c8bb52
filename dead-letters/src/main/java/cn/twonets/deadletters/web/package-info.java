/** Dead letters over HTTP, for operators only. */
@NullMarked
package cn.twonets.deadletters.web;

import org.jspecify.annotations.NullMarked;
