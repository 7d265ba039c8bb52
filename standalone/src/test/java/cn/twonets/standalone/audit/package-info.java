/** The audit's commands, on folders with chains and without a product. */
@NullMarked
package cn.twonets.standalone.audit;

import org.jspecify.annotations.NullMarked;
