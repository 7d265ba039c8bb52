@NullMarked
package cn.twonets.intake.privacy.mongo;

import org.jspecify.annotations.NullMarked;
