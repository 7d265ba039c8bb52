/** Unmasked data for a purpose, and everything that is held about a household, over HTTP; written down before it leaves. */
@NullMarked
package cn.twonets.intake.disclosure.web;

import org.jspecify.annotations.NullMarked;
