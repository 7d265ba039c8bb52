package cn.twonets.simulation;

import cn.twonets.delivery.Act;
import java.util.function.Function;

/**
 * What somebody sends, perhaps more than once, to any instance of a service.
 *
 * @param label in words
 * @param service to which service
 * @param key the idempotency key
 * @param mayBeLate whether nothing in it waits for the broker
 * @param doing asks an instance, and says in words what was answered
 */
record Click(String label, Instance.Service service, Act key, boolean mayBeLate, Function<Instance, String> doing) {}
