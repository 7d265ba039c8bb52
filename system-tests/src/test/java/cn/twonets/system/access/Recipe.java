package cn.twonets.system.access;

import java.util.Set;
import java.util.function.Supplier;

/**
 * How a route is called, about which object, and what "allowed" and "absent" look like there.
 *
 * @param shape what names the object, and so what a denial looks like
 * @param call with {@link Call#ID} where the object is named
 * @param object gives an object
 * @param consumed whether a call that is allowed changes it, so that the next one needs another
 * @param absent of the same form, and nowhere
 * @param good the statuses of an allowed call
 */
record Recipe(Shape shape, Call call, Supplier<String> object, boolean consumed, String absent, Set<Integer> good) {
    private static final Set<Integer> DONE = Set.of(200, 201);

    /** What names the object. */
    enum Shape {
        /** The path or the query: an absent one is 404. */
        ITEM,
        /** Nothing: it is in the list or not. */
        LIST,
        /** The body: an absent one is a field that cannot be accepted. */
        BODY,
        /** One item of many: the request succeeds, the item does not. */
        BULK,
        /** There is no object that callers could stand in a relation to; only the role counts. */
        ROLE
    }

    static Recipe of(Shape shape, Call call, Supplier<String> object, String absent) {
        return new Recipe(shape, call, object, false, absent, DONE);
    }

    static Recipe role(Call call, Integer... good) {
        return new Recipe(Shape.ROLE, call, () -> "none", false, "none", Set.of(good));
    }

    /** The same where each allowed call needs an object of its own. */
    Recipe consuming() {
        return new Recipe(shape, call, object, true, absent, good);
    }
}
