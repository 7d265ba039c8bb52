/** The intake service as it runs: real store, real broker, tokens, and stand-ins for the two other services' HTTP. */
@NullMarked
package cn.twonets.intake.testing;

import org.jspecify.annotations.NullMarked;
