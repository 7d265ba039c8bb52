/** The grid office over HTTP. */
@NullMarked
package cn.twonets.dispatch.grid.web;

import org.jspecify.annotations.NullMarked;
