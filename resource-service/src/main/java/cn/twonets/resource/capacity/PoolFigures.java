package cn.twonets.resource.capacity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What the store says of a pool, right or wrong: for those who look whether it is right. Everybody else reads
 * {@link Pool}s, which refuse wrong numbers.
 *
 * @param id service and period
 * @param version as read; 0 for a pool that is not stored
 * @param target the capacity that people want
 * @param available units free to reserve
 * @param confirmed units given
 * @param holds reserved and not yet settled
 */
public record PoolFigures(
        PoolId id, long version, int target, int available, int confirmed, SortedMap<HoldId, Hold> holds) {

    /** Where they are. */
    public interface Source {
        /** What the store says of many, right or wrong; those that nobody has used yet are left out. */
        Map<PoolId, PoolFigures> figures(Collection<PoolId> ids);

        /** What the store says of the next pools after the given one, ordered by id, right or wrong. */
        List<PoolFigures> figuresAfter(String afterId, int limit);
    }

    /** Units reserved and not yet settled. */
    public int held() {
        return holds.values().stream().mapToInt(Hold::amount).sum();
    }

    /** Whether the parts are the whole: above the target only while returning holds still have to lower it. */
    public boolean addUp() {
        int sum = available + held() + confirmed;
        return available > 0 ? sum == target : sum >= target;
    }
}
