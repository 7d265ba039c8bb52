/** The people's-situation network: households, needs, what the village answered. Private data stays in here. */
@NullMarked
package cn.twonets.intake;

import org.jspecify.annotations.NullMarked;
