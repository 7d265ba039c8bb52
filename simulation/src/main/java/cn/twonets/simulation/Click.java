package cn.twonets.simulation;

import cn.twonets.delivery.Act;
import java.util.function.Function;

/**
 * What somebody sends, perhaps more than once, to any instance of a service.
 *
 * @param label in words
 * @param service to which service
 * @param about the id of the document that it is about
 * @param key the idempotency key
 * @param mayBeLate whether nothing in it waits for the broker
 * @param doing asks an instance, and says what was answered
 */
record Click(String label, Instance.Service service, String about, Act key, boolean mayBeLate,
        Function<Instance, Reply> doing) {

    /**
     * What was answered.
     *
     * @param words in words
     * @param done whether it says that it was done, now or before
     * @param outside whether there is no such thing for the caller, who may have lost the post since
     */
    record Reply(String words, boolean done, boolean outside) {}
}
