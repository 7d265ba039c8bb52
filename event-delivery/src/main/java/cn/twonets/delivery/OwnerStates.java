package cn.twonets.delivery;

import cn.twonets.events.Event;
import cn.twonets.events.Happening;
import cn.twonets.events.PublicState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the owner of a family says of its aggregates now: each as its newest event, ready for the consumer's
 * {@link EventHandler}. For what topics alone cannot heal: dead letters, consumers that start empty, reconciliation.
 */
public interface OwnerStates<H extends Happening, P extends PublicState> {
    /** The owner gives at most so many at once. */
    int MOST = 500;

    /**
     * One aggregate as it is now; empty if its owner knows none of that id.
     *
     * @throws OwnerUnavailableException if the owner does not answer
     * @throws cn.twonets.events.json.UndecodableEventException if its answer is not an event of the family
     */
    Optional<Event<H, P>> find(String id);

    /**
     * The next aggregates in the order of their ids, by majority reads of the owner's store.
     *
     * @param after the {@link Page#next()} of the page before; null for the first page
     * @param limit 1 to {@value #MOST}
     * @throws OwnerUnavailableException if the owner does not answer
     */
    Page<H, P> walk(@Nullable String after, int limit);

    /**
     * Some of the owner's aggregates.
     *
     * @param states in the order of their ids
     * @param unreadable ids of events that this consumer cannot read
     * @param next where to go on; null after the last page
     * @param topicEnds the ends of the family's partitions as they were before the first page was read, so that whoever
     *        reads the topic from there misses nothing; empty on later pages
     */
    record Page<H extends Happening, P extends PublicState>(
            List<Event<H, P>> states,
            List<String> unreadable,
            @Nullable String next,
            Map<Integer, Long> topicEnds) {}
}
