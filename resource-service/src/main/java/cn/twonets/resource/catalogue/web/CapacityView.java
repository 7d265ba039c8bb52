package cn.twonets.resource.catalogue.web;

import cn.twonets.events.AidServiceId;
import cn.twonets.resource.capacity.Pool;

/**
 * The capacity of an aid service now; {@code available + held + confirmed = capacity}.
 *
 * @param service the aid service
 * @param period the period
 * @param target the capacity that the provider wants; below {@code capacity} while returning holds still lower it
 * @param capacity units that there are
 * @param available units free
 * @param held units reserved
 * @param confirmed units given
 * @param edits counts what people set; the entity tag
 */
record CapacityView(
        AidServiceId service,
        String period,
        int target,
        int capacity,
        int available,
        int held,
        int confirmed,
        long edits) {

    static CapacityView of(Pool pool) {
        return new CapacityView(pool.id().service(), pool.id().period(), pool.target(), pool.capacity(),
                pool.available(), pool.held(), pool.confirmed(), pool.edits());
    }
}
