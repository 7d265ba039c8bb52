/** Answers with private facts leave a service only after it is written down who gets them. */
@NullMarked
package cn.twonets.api.sensitive;

import org.jspecify.annotations.NullMarked;
