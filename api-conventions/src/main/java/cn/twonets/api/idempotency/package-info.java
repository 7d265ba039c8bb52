/** Keys that make creating and acting safe to repeat. */
@NullMarked
package cn.twonets.api.idempotency;

import org.jspecify.annotations.NullMarked;
