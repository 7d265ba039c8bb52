/** Holds the product to the records that it has promised. */
@NullMarked
package cn.twonets.events.json;

import org.jspecify.annotations.NullMarked;
