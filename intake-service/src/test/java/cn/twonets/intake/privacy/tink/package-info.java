@NullMarked
package cn.twonets.intake.privacy.tink;

import org.jspecify.annotations.NullMarked;
