/** Households in the store, read within a scope. */
@NullMarked
package cn.twonets.intake.households.mongo;

import org.jspecify.annotations.NullMarked;
