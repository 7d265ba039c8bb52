/** Everything else that can go wrong around the product: broker, store, disk, network, records, load. */
@NullMarked
package cn.twonets.system.faults;

import org.jspecify.annotations.NullMarked;
