package cn.twonets.system.failpoints;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;

/** A place in the product's code between two steps that no write joins: what is done there once more must do no harm. */
public enum Site {
    /** Capacity is taken, and the need that it is for is not written. */
    POOL_WRITTEN_NEED_NOT("cn.twonets.resource.capacity.mongo.MongoPools", "write", false, Site::isByAdvancement),
    /** Needs are written, and nothing of it is sent. */
    WRITTEN_NOT_PUBLISHED("cn.twonets.delivery.mongo.MongoAggregates", "store", false, Site::any),
    /** Old history lies in a document of its own, and still in the aggregate's as well. */
    HISTORY_MOVED("cn.twonets.delivery.mongo.MongoAggregates", "storeMoved", false, Site::movesHistory),
    /** All is sent, and the documents still say that it is not. */
    PUBLISHED_NOT_CLEARED("cn.twonets.delivery.mongo.MongoAggregates", "clear", true, Site::any),
    /** A batch is dealt with, and its offset is not committed. */
    EFFECT_BEFORE_OFFSET("cn.twonets.delivery.kafka.BatchReader", "onMessage", false, Site::any),
    /** A dead letter is kept, and the offset of its record is not committed. */
    LETTER_BEFORE_OFFSET("cn.twonets.delivery.kafka.DeadLetters", "keep", false, Site::any),
    /** The store's journal has the writes, and whoever asked for them was not answered. */
    JOURNAL_BEFORE_REPLY("cn.twonets.store.Journal", "writeWaiting", false, Site::any),
    /** A need has decided about its hold, and the pool was not told. */
    NEED_WRITTEN_HOLD_NOT_SETTLED("cn.twonets.resource.referrals.Settlement", "settle", true, Site::hasSomething),
    /** The pool is told, and what the need decided is not published. */
    HOLD_SETTLED("cn.twonets.resource.referrals.Settlement", "settle", false, Site::hasSomething);

    private final String type;
    private final String method;
    private final boolean atEntry;
    private final Predicate<Object> condition;

    Site(String type, String method, boolean atEntry, Predicate<Object> condition) {
        this.type = type;
        this.method = method;
        this.atEntry = atEntry;
        this.condition = condition;
    }

    /** The class. */
    String type() {
        return type;
    }

    /** The method; there is one of that name. */
    String method() {
        return method;
    }

    /** Whether it is where the method begins; else where it returns. */
    boolean atEntry() {
        return atEntry;
    }

    /** Whether a passing with this first argument counts. */
    boolean counts(Object first) {
        return condition.test(first);
    }

    private static boolean any(Object first) {
        return true;
    }

    private static boolean hasSomething(Object first) {
        return first instanceof Collection<?> some && !some.isEmpty();
    }

    private static boolean isByAdvancement(Object first) {
        return hasSomething(first) && StackWalker.getInstance()
                .walk(frames -> frames.anyMatch(
                        frame -> frame.getClassName().equals("cn.twonets.resource.referrals.Advancement")
                                && frame.getMethodName().equals("write")));
    }

    private static boolean movesHistory(Object first) {
        return first instanceof List<?> writes && writes.stream()
                .anyMatch(one -> one instanceof cn.twonets.delivery.outbox.Write<?> write && write.moved() != null);
    }
}
