/** Needs in the store, read within a scope. */
@NullMarked
package cn.twonets.intake.needs.mongo;

import org.jspecify.annotations.NullMarked;
