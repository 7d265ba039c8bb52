package cn.twonets.resource.matching;

import cn.twonets.resource.catalogue.AidService;
import java.util.List;

/**
 * How one aid service fits one need.
 *
 * @param service the aid service
 * @param reasons codes of what fits
 * @param lacking codes of what does not; empty if it fits
 * @param distance how many levels above the household's unit the served area lies; smaller is nearer
 */
public record Judgement(AidService service, List<String> reasons, List<String> lacking, int distance) {
    /** The code of a lack of capacity. */
    public static final String CAPACITY = "capacity";

    /** Fits, and has capacity now. */
    public boolean fits() {
        return lacking.isEmpty();
    }

    /** Fits, but perhaps has no capacity now. */
    public boolean isEligible() {
        return lacking.isEmpty() || lacking.equals(List.of(CAPACITY));
    }
}
