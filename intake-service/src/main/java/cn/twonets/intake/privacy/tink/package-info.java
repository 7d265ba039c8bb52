/** The safe, by Google Tink, with its keys in a file. */
@NullMarked
package cn.twonets.intake.privacy.tink;

import org.jspecify.annotations.NullMarked;
