/** Virtual time of a local product: a forward-only offset that every process of the data folder reads. */
@NullMarked
package cn.twonets.standalone.clock;

import org.jspecify.annotations.NullMarked;
