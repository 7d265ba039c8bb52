/** Cases over HTTP. */
@NullMarked
package cn.twonets.dispatch.casework.web;

import org.jspecify.annotations.NullMarked;
