/** What strangers are told of the product, held against the product: events, calls, refusals, a department's program. */
@NullMarked
package cn.twonets.system.contracts;

import org.jspecify.annotations.NullMarked;
