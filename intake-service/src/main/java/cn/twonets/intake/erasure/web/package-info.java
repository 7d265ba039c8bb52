/** Erasure over HTTP. */
@NullMarked
package cn.twonets.intake.erasure.web;

import org.jspecify.annotations.NullMarked;
