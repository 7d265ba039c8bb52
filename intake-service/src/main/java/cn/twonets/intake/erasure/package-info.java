/** Erasing a household: its key is destroyed first, then everything about it that is not statistics is taken away. */
@NullMarked
package cn.twonets.intake.erasure;

import org.jspecify.annotations.NullMarked;
