/** The households' keys in a collection of their own, each wrapped. */
@NullMarked
package cn.twonets.intake.privacy.mongo;

import org.jspecify.annotations.NullMarked;
