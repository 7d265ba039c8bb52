package cn.twonets.standalone.backup;

import cn.twonets.events.EventOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a topic still knows that its writer does not, since that one's store was restored from a backup. The topic alone tells:
 * everything that was restored was told again under the new epoch, with the sequence that the backup had, so what an earlier
 * epoch told beyond that sequence is lost, and so is all of what was not told again.
 *
 * <p>Speaks of the newest restore. Records are to be shown to it twice, first all of them to {@link #learn}, then to
 * {@link #judge}. Of a topic that keeps only the newest record of each key, records overwritten since are not seen.
 */
final class LostRecords {
    private final Map<String, Told> newest = new HashMap<>();
    private final Map<String, Lost> lost = new TreeMap<>();
    private int epoch;

    /**
     * One record.
     *
     * @param aggregate what it is about
     * @param order its order
     * @param type its type
     * @param at when it happened
     * @param unit the grid unit; null where there is none
     */
    record Told(String aggregate, EventOrder order, String type, Instant at, @Nullable String unit) {}

    /**
     * What was lost of one aggregate.
     *
     * @param aggregate its id
     * @param unit the grid unit; null where there is none
     * @param wholly whether the restored store does not know the aggregate at all
     * @param types what happened and is lost, oldest first
     * @param last when the last of it happened
     */
    record Lost(String aggregate, @Nullable String unit, boolean wholly, List<String> types, Instant last) {}

    /** Looks at where each aggregate's newest epoch begins. */
    void learn(Told told) {
        epoch = Math.max(epoch, told.order().epoch());
        newest.merge(told.aggregate(), told, (old, next) -> next.order().epoch() > old.order().epoch()
                || next.order().epoch() == old.order().epoch() && next.order().sequence() < old.order().sequence()
                        ? next
                        : old);
    }

    /** Whether anything was ever restored, as far as the topic knows. */
    boolean isRestored() {
        return epoch > 0;
    }

    /** Looks at one record after all were learned; repeats count once. */
    void judge(Told told) {
        Told begun = newest.get(told.aggregate());
        if (begun == null || told.order().epoch() == epoch) {
            return;
        }
        boolean wholly = begun.order().epoch() < epoch;
        if (wholly || isBeyond(told, begun)) {
            lost.merge(told.aggregate(),
                    new Lost(told.aggregate(), told.unit(), wholly, List.of(told.type()), told.at()), LostRecords::and);
        }
    }

    /** The restored store counts on from what the backup knew, so the same number may be another event. */
    private static boolean isBeyond(Told told, Told begun) {
        long from = begun.order().sequence();
        boolean toldAgain = told.type().equals(begun.type()) && told.at().equals(begun.at());
        return told.order().sequence() > from || told.order().sequence() == from && !toldAgain;
    }

    private static Lost and(Lost old, Lost next) {
        List<String> types = new ArrayList<>(old.types());
        if (!next.last().equals(old.last()) || !types.getLast().equals(next.types().getFirst())) {
            types.addAll(next.types());
        }
        return new Lost(old.aggregate(), old.unit(), old.wholly(), List.copyOf(types),
                next.last().isAfter(old.last()) ? next.last() : old.last());
    }

    /** What was lost, by id. */
    Collection<Lost> lost() {
        return lost.values();
    }
}
