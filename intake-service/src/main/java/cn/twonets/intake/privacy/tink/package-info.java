/** The master keys, by Google Tink, in a file or handed over as its content. */
@NullMarked
package cn.twonets.intake.privacy.tink;

import org.jspecify.annotations.NullMarked;
